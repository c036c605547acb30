"""What was decided about spellings: which decision holds for a query, and what its answer is then."""
