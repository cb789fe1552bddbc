"""What must be true of offices and of those who sign in. No database, no web."""
