"""Fragments cut where copies part, alike in all copies: what is put in order."""
