"""The Reconciliation API: what its versions share, and one thin module for each.

`types` and `properties` say what can be asked for; `wanted` reads a query into the library's terms; `candidates`
answers a batch; `extend` and `suggest` do what their names say. `v02` and `v1draft` turn the requests of their version
into those and the answers back; neither knows of the other.
"""
