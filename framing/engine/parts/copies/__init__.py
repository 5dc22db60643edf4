"""Copies in partitions: how they are found, and the jobs that find them."""
