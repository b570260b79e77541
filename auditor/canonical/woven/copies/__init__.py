"""Which units are copies of each other, and which say the same thing twice by right."""
