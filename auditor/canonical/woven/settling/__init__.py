"""What the search left open, settled by all the evidence at once."""
