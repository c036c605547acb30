"""The sets that bench/quality.py measures on, each made by a seed from public packages."""
