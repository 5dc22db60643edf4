"""The company that a name keeps: on each side, and how two sides differ in it."""
