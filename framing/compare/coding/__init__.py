"""Coding by hand against itself and against the tool: agreement, validity, corrected estimates."""
