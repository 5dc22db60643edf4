"""What people have: database exports, saved pages, tables, archives; into items, one an article."""
