"""Readers, segments, sentences, repeats and copies: from files to tables."""
