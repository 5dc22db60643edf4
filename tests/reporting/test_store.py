"""What a report holds of its articles: stretches around passages, as columns that come back."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.engine.verbs.report import gather
from framing.reporting import Report, build_report, write_report
from framing.reporting.page.blocks import n_parts, pack_index, pack_part
from framing.reporting.page.columns import pack, steps, unpack
from framing.reporting.store.excerpts import keep_all, keep_excerpts
from framing.reporting.store.letters import read_letters

SPANS = {"at": pl.Int64, "start": pl.Int64, "end": pl.Int64}
NONE = pl.DataFrame(schema=SPANS)


def spans(*rows: tuple[int, int, int]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SPANS, orient="row")


def said(texts: list[str], kept: pl.DataFrame) -> list[tuple[str, int]]:
    """Each stretch as (its words, words left out before it)."""
    rows = kept.select("at", "start", "end", "skipped").iter_rows()
    return [(texts[at][a:b].strip(), skipped) for at, a, b, skipped in rows]


numbers = st.integers(0, 2**32 - 1) | st.integers(0, 300)


@given(st.dictionaries(st.text(max_size=5), st.lists(numbers, max_size=9), max_size=4))
def test_columns_come_back(columns: dict[str, list[int]]) -> None:
    head = {"words": ["</script>", "\u2028 é 🐟"], "n": 3}
    block = pack(head, {name: list(values) for name, values in columns.items()})
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", block)  # ends no script element
    found, back = unpack(block)
    assert found == head
    assert {name: values.tolist() for name, values in back.items()} == columns


@pytest.mark.parametrize("value", [-1, 2**32])
def test_a_number_that_has_no_place_is_refused(value: int) -> None:
    with pytest.raises(ValueError, match="column k holds a number outside"):
        pack({}, {"k": [0, value]})


def test_steps_add_up_again() -> None:
    assert steps([2, 2, 7, 10]).tolist() == [2, 0, 5, 3]
    assert steps([]).tolist() == []


def test_an_excerpt_has_its_words_on_either_side() -> None:
    text = " ".join(f"w{k}" for k in range(100))
    at = text.index("w50")
    kept = keep_excerpts(read_letters([text]), spans((0, at, at + 7)), whole=NONE, context=3)
    assert said([text], kept) == [("w47 w48 w49 w50 w51 w52 w53 w54", 47), ("", 45)]


def test_excerpts_that_meet_are_one_and_texts_stay_apart() -> None:
    texts = ["a b c d e f g h i j", "k l m n o p"]
    rows = spans((0, 4, 5), (0, 10, 11), (1, 0, 1))
    kept = keep_excerpts(read_letters(texts), rows, whole=NONE, context=1)
    assert said(texts, kept) == [("b c d e f g", 1), ("", 3), ("k l", 0), ("", 4)]


def test_what_is_kept_whole_has_no_words_around_it() -> None:
    texts = ["a b c d e", "f g"]
    kept = keep_excerpts(read_letters(texts), NONE, whole=spans((0, 2, 5)), context=25)
    assert said(texts, kept) == [("b c", 1), ("", 2), ("", 2)]


def test_scripts_without_blanks_are_counted_by_character() -> None:
    text = "".join(chr(0x4E00 + k) for k in range(40))
    kept = keep_excerpts(read_letters([text]), spans((0, 20, 21)), whole=NONE, context=5)
    assert said([text], kept) == [(text[15:26], 15), ("", 14)]


words = st.text(alphabet="ab \n\u00a0字🐟", max_size=40)


@given(st.data(), st.lists(words, min_size=1, max_size=4))
def test_every_word_is_kept_or_counted(data: st.DataObject, texts: list[str]) -> None:
    rows = []
    for at, text in enumerate(texts):
        for _ in range(2 if text else 0):
            start = data.draw(st.integers(0, len(text) - 1))
            end = data.draw(st.integers(start + 1, len(text)))
            if not (text[start].isspace() or text[end - 1].isspace()):  # as all mentions are
                rows.append((at, start, end))
    kept = keep_excerpts(read_letters(texts), spans(*rows), whole=NONE, context=1)
    word = re.compile(r"字?[^\s字]+|字")
    for at, text in enumerate(texts):
        here = kept.filter(at=at)
        shown = [text[a:b] for a, b in here.select("start", "end").iter_rows()]
        n = sum(len(word.findall(stretch)) for stretch in shown)
        assert n + here["skipped"].sum() == len(word.findall(text))
    for at, start, end in rows:
        held = kept.filter(pl.col("at") == at, pl.col("start") <= start, pl.col("end") >= end)
        assert held.height == 1


def test_full_texts_are_kept_whole() -> None:
    texts = ["a b", "", "c"]
    rows = keep_all(read_letters(texts)).select("at", "start", "end", "skipped").rows()
    assert rows == [(0, 0, 3, 0), (1, 0, 0, 0), (2, 0, 1, 0)]


def test_a_report_comes_back_from_its_blocks(kurils_report: Report) -> None:
    store = replace(kurils_report.store, most_inside=0, per_file=5)
    report = replace(kurils_report, store=store)
    head, columns = unpack(pack_index(report))
    passages = store.passages
    assert columns["at"].cumsum().tolist() == passages["at"].to_list()
    assert columns["start"].tolist() == passages["start"].to_list()
    back = (columns["start"] + columns["length"]).tolist()
    assert back == passages["end"].to_list()
    layers = [head["values"]["layer"][code] for code in columns["layer"]]
    assert layers == passages["layer"].to_list()
    languages = [head["languages"][code] for code in columns["article.language"]]
    assert languages == ["en"] * store.articles.height
    ends = columns["members.count"].cumsum()
    for k, evidence in enumerate(report.evidence):
        rows = columns["members"][ends[k] - columns["members.count"][k] : ends[k]].cumsum()
        found = passages[rows.tolist()]
        assert set(found["id"]) == set(evidence.mentions)
        assert set(found["layer"]) == {evidence.layer}
    assert n_parts(store) == 4
    for part in range(4):
        _same_texts(report, part)


def _same_texts(report: Report, part: int) -> None:
    head, columns = unpack(pack_part(report.store, part))
    assert head["first"] == 5 * part
    texts = report.store.articles["text"].to_list()
    at = (columns["kept.at"].cumsum() + head["first"]).tolist()
    starts, lengths = columns["kept.start"].tolist(), columns["kept.length"].tolist()
    assert set(at) <= set(range(5 * part, 5 * part + 5))
    for piece, article, start, length in zip(head["pieces"], at, starts, lengths, strict=True):
        assert piece == texts[article][start : start + length]


FAR = " ".join(f"zq{a}{b}x" for a in "abcdefgh" for b in "klmnopqrst")  # 80 words, each once
NEAR = " ".join(f"vj{a}{b}y" for a in "abc" for b in "klmnopqrst")  # 30 words


def _made(make_study: Callable[..., Path], texts: str, tmp_path: Path) -> tuple[str, Path]:
    """A report of an article with a name in the middle of many words, and what it says."""
    text = f"Talks open\n\n{FAR}.\n\nThe Blue Islands {NEAR}.\n\n{FAR.replace('zq', 'xq')}.\n"
    folder = make_study({"articles/alpha_talks.txt": text})
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[options]\ntexts = "{texts}"\n')
    report = build_report(gather(framing.open_study(folder)))
    files = write_report(report, tmp_path / "out", forms=("html", "json", "markdown"))
    return _opened(files[0].read_text("utf-8")) + "".join(
        path.read_text("utf-8") for path in files[1:3]
    ), tmp_path / "out"


def _opened(page: str) -> str:
    """A page with its blocks of data unpacked."""
    block = re.compile(r'(id="page-(?:store|part-\d+)">)([^<]*)(?=</script>)')
    assert len(block.findall(page)) > 1

    def read(found: re.Match[str]) -> str:
        return found[1] + zlib.decompress(base64.b64decode(found[2])).decode("utf-8", "replace")

    return block.sub(read, page)


def test_no_more_of_an_article_is_handed_on(
    make_study: Callable[..., Path], tmp_path: Path
) -> None:
    text, _folder = _made(make_study, "excerpts", tmp_path)
    near = NEAR.split()
    # 25 words on either side: "The" is one of those before, the rest reach into the first block.
    assert near[24] in text
    assert near[25] not in text
    assert not [word for word in near[25:] if word in text]
    far = FAR.split()
    assert [word for word in far if word in text] == far[-24:]
    assert "xq" not in text


def test_full_texts_are_handed_on(make_study: Callable[..., Path], tmp_path: Path) -> None:
    text, folder = _made(make_study, "full", tmp_path)
    assert FAR in text
    assert FAR.replace("zq", "xq") in text
    assert FAR not in (folder / "report.md").read_text("utf-8")
