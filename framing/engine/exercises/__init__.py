"""Exercises for a class: passages to judge, what the tool says of them, and how the class did."""
