"""What noise alone would find, and what a corpus of some size could show at all."""
