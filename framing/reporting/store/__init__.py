"""The articles and every passage of a report as columns: what a page opens behind a number."""
