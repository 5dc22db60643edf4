"""One file a verb: what a run answers."""
