"""One file per section of the report; each builds a Section at a desk."""
