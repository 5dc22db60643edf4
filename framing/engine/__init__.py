"""One run over a corpus: stages, partitions and the cache."""
