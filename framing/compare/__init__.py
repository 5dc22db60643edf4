"""Design, tiers, resampling and estimates: what may be said, and how surely."""
