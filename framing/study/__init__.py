"""A study folder: load, check, create, and one verb per question."""
