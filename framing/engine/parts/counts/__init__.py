"""Counts in partitions: one count for all verbs, and the jobs that count."""
