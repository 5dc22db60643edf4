"""Tables of articles: CSV, TSV, XLSX, JSON, JSON lines and Parquet; one row an article."""

from framing.intake.formats.tables.reading import left_out, read_table, table_columns

__all__ = ["left_out", "read_table", "table_columns"]
