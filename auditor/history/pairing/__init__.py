"""Two texts side by side: their bare tokens, what is equal, what differs, and what is around."""
