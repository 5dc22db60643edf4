"""Lessons: passages chosen by rule and seed, tasks on them, answers that the tool computes."""
