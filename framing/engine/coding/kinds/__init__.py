"""Variables by what is coded: sentences, passages, attributions, articles."""
