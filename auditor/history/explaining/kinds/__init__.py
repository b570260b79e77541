"""Tests for a kind of change each: addresses, copies, dates, furniture."""
