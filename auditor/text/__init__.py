"""What is known of any text: its comparison form, equal runs, outline, variants of a word."""
