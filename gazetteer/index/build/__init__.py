"""From a source of places to the arrays of an index."""
