"""A study's own classifier on its hand-coded rows: texts and labels in, held-out scores out.

The only room that learns from a study as a whole, so it annotates no partition and stands above
``compare``, whose resampling it uses.
"""
