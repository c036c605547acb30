"""What strangers do to a server that is open to them: each module one attack, a function that says what came of it.

Loopback only. Those of connections take the port of a server on 127.0.0.1 and an address of 127.0.0.0/8 to come from,
so that several of them are several clients; those of requests take a client.
"""
