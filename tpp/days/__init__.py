"""The day of a run: its file, what its team notes, what went wrong, and what is missing at its end."""
