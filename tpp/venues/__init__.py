"""Where runs are held: venues, their rooms, and the machines that stand there. No personal data."""
