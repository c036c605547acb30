"""Answers kept for the next who asks: in the process, and in Redis for all workers and hosts.

question  what is asked, its key and how it is answered
entry    a result as Redis keeps it, checked when it is read
keys     under which key
local    the tier in the process
remote   the tier in Redis, with its time limit and its circuit breaker
client   which Redis an address means
cache    both tiers before the gazetteer; one computation for equal queries
"""
