"""What must be true of the historical record, and how its words are read.

Nothing here knows a database or the web. What a source says is kept in its own words; what cannot
be read for certain is kept and listed, never guessed.
"""
