"""Saved web pages: HTML, gzipped HTML and MHTML, one article each."""

from framing.intake.pages.body import extract_body
from framing.intake.pages.read import read_page

__all__ = ["extract_body", "read_page"]
