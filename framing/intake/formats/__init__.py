"""One reader a format: a source into items, in the spelling that stands there."""
