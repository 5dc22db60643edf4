"""The tool's labels against settled ones, and whether it errs more on one side."""
