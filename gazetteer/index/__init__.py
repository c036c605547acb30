"""The index on disk and the searches over it."""
