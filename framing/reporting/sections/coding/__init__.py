"""Coded by hand: coders and their agreement, the tool against them, corrected shares."""
