"""Saved web pages: HTML, gzipped HTML and MHTML, one article each."""

from framing.intake.formats.pages.read import read_page

__all__ = ["read_page"]
