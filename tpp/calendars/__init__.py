"""Runs and sessions as calendars: the year, the month, the week, and feeds for other programs."""
