"""Weights in partitions: what a run gathers for them, and the jobs that weigh."""
