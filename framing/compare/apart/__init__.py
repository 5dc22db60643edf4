"""How different the sides are at all: leave-out divergence, its null, interval and parts."""
