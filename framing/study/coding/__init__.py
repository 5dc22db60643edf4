"""What people coded by hand: ``coding/coded.csv``, and a folder ``coding/NAME`` for each sample."""
