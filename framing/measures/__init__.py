"""Measures on counts and arrays: keyness, dispersion, diversity, readability."""
