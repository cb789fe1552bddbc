"""What two plans want at once: found, shown with both sides, and accepted with a reason."""
