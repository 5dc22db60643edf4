"""A study folder: load, check, create, import, fetch, events; the Python verbs on it."""
