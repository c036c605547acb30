"""What desks decided, kept in SQLite beside the gazetteer: decisions, their history, the memory that workers hold."""
