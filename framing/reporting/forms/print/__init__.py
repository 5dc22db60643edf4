"""What paper needs: numbered notes instead of links, excerpts, widths of columns, pages."""
