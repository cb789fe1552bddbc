"""Reading across the register: figures, the work that waits, and the training of one person."""
