"""Coding by hand: what can be coded, units to draw from, sheets to fill in."""
