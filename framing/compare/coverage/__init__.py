"""Which outlet covers what."""
