"""Draws of units, and what they say of a number: intervals and the reasons why there is none."""
