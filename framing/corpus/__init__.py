"""Readers, segments, wire credits, sentences, copies, events: from files to tables."""
