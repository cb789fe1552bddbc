"""Writing accounts and offices: signing in, one's own account, offices and their holders, links by mail."""
