"""What makes the tables that ship: the sets of cases, their mix, and the fits."""
