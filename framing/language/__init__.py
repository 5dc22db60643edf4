"""Words, folding and sentences; the data of each language in a folder of its own."""
