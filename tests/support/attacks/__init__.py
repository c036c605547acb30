"""Requests that cost more than they look: each module has functions that take a client and return counts."""
