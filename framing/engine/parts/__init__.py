"""The corpus in partitions: what each reads and writes, and how a run puts them together."""
