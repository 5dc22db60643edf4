"""What articles on an event carry, as mentions of items."""
