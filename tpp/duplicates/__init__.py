"""Records that may be of one human being: found, decided about by somebody, merged and taken apart."""
