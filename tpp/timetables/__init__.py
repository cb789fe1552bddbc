"""Timetables of courses, laid on the days of a run, and moved there."""
