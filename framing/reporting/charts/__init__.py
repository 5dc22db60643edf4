"""One file a subject: the table that a figure draws, its title, and what it shows in words.

Sections and ``framing plot`` take figures from here, so that both draw the same.
"""
