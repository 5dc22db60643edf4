"""Frozen records and table schemas: the words every other floor speaks."""
