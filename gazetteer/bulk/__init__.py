"""Tables too large or too far away for one process: one function over record batches, and adapters of engines over it.

    from gazetteer.bulk import SCHEMA, Resolver

`gazetteer.bulk.spark` and `gazetteer.bulk.duckdb` are for these engines; docs/bulk.md has the others.
"""

from gazetteer.bulk.resolver import Resolver
from gazetteer.tables.arrow import SCHEMA

__all__ = ["SCHEMA", "Resolver"]
