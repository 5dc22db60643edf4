from __future__ import annotations

import pytest

from framing.intake.limits import decode, read_bytes, read_text
from framing.intake.records import UnreadableError

TEXT = "Курильские острова — 北方領土 — भारत"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_by_its_mark_or_as_utf8(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


def test_another_encoding_is_taken_as_told_or_guessed():
    russian = "Министры обсудили мирный договор и острова. " * 5
    assert decode(russian.encode("cp1251"), encoding="cp1251") == russian
    assert decode(russian.encode("cp1251")) == russian
    chinese = "两国部长在莫斯科讨论了和平条约。" * 5
    assert decode(chinese.encode("gb18030")) == chinese


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"a\0b", "holds NUL characters"),
        (b"\x80\0\xff\xfe\0\0binary", "holds NUL bytes"),
        (b"\xff\xfea", "begins as utf-16-le, but is not"),
    ],
)
def test_what_is_no_text_says_so(raw, message):
    with pytest.raises(UnreadableError, match=message):
        decode(raw)


def test_a_file_larger_than_the_limit_is_not_opened(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(2**40)  # a file full of holes: a terabyte that takes no room
    with pytest.raises(UnreadableError, match="1,048,576 MB; at most 256 MB"):
        read_text(path)
    with pytest.raises(UnreadableError, match="cannot be opened"):
        read_bytes(tmp_path / "none")
