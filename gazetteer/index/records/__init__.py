"""Places, names and what lies around them, read from the arrays of an index."""
