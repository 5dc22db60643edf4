"""Lessons on paper: a handout and an answer key as PDF, DOCX, HTML or Markdown."""
