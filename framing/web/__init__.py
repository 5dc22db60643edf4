"""The class on the web: code together, discuss, adjudicate, read corpus and report."""
