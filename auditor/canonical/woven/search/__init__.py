"""The search for ordered streams: which unit belongs to which copy, and one order of all."""
