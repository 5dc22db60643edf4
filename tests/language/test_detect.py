from __future__ import annotations

import pytest

from framing.language.detect import detect_language

TEXT = "Ministers meet on the northern island to talk about ferries, fish and the price of timber."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Minister trafen sich am Freitag in Moskau und sprachen über den Vertrag.", "de"),
        ("Министры встретились в пятницу в Москве и говорили о мирном договоре стран.", "ru"),
        (TEXT, "en"),
        ("Too short.", "und"),
        (" " * 80, "und"),
    ],
)
def test_languages(text, language):
    assert detect_language(text) == language
