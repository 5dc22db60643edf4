"""How far coders agree before any discussion: coefficients, labels confused, units disputed."""
