"""What a DOCX is made of: stretches of XML, tables, styles, and a package with fixed bytes."""
