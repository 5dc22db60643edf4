"""What a schema is, and tables of exactly one."""

from __future__ import annotations

import polars as pl
from polars.datatypes import DataType, DataTypeClass

Schema = dict[str, "DataType | DataTypeClass"]

TEXT, INT, REAL, FLAG = pl.String, pl.Int64, pl.Float64, pl.Boolean


def empty(schema: Schema) -> pl.DataFrame:
    """A table of this schema with no rows."""
    return pl.DataFrame(schema=schema)


def table(rows: list[dict[str, object]], schema: Schema) -> pl.DataFrame:
    """Rows as a table of exactly this schema; a missing or surplus column is an error."""
    for row in rows[:1]:
        if set(row) != set(schema):
            raise KeyError(f"columns differ from the schema: {sorted(set(row) ^ set(schema))}")
    return pl.DataFrame(rows, schema=schema, orient="row")
