"""Tokens, vocabularies, count matrices; a scope becomes one mask and one weight here."""
