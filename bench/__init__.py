"""Speed and quality against peers; each bench prints a table."""
