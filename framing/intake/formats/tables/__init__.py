"""Tables of articles: CSV, TSV, XLSX, JSON, JSON lines and Parquet; one row an article."""

from framing.intake.formats.tables.reading import read_table, table_columns

__all__ = ["read_table", "table_columns"]
