"""What the demonstration is drawn from: names, venues, courses, and what becomes of people."""
