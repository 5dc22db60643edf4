"""How far the numbers go: agenda or wording, how different at all, how much is noise."""
