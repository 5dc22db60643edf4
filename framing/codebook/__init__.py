"""What a study looks for: load and check YAML; the pattern language."""
