"""What a difference is: tests in order, key terms, passages, priorities, and what is told."""
