"""Answers kept for the next who asks: in the process, and in Redis for all workers and hosts.

entry    what is kept, and what is asked: its key and how it is answered
packing  entries as Redis keeps them, checked when they are read
keys     under which key
local    the tier in the process
remote   the tier in Redis, with its time limit and its circuit breaker
client   which Redis an address means
cache    both tiers before the gazetteer; one computation for equal queries
"""
