"""Whole tables: each row's name resolved, the rows in their order, each distinct name asked once."""
