"""Articles that end their workers: how they are found, and how they are noted."""
