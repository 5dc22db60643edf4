"""Attributions, names, stance and facts: tables of marked passages."""
