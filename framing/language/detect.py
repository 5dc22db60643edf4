"""Which language an article is in, where nobody says (py3langid, its model ships inside)."""

from __future__ import annotations

_LONG_ENOUGH = 60  # characters; below that the model guesses
_ENOUGH = 1000  # the rest of an article costs time and changes nothing


def detect_language(text: str) -> str:
    """ISO 639-1 code of a text's language; ``und`` where it is too short to tell.

    The first 1,000 characters decide.

    >>> detect_language("The ministers met in Moscow on Friday to talk about the peace treaty.")
    'en'
    """
    if len(text.strip()) < _LONG_ENOUGH:
        return "und"
    import py3langid

    return str(py3langid.classify(text[:_ENOUGH])[0])
