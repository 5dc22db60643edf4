"""A difference between two sides, split: agenda, wording, and what only one side covers."""
