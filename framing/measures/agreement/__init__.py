"""Agreement of coders: sums that each unit adds, and coefficients of these sums."""
