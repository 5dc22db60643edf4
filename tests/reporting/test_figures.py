from __future__ import annotations

import re

import polars as pl
import pytest
from matplotlib.figure import Figure as Drawing
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from framing.reporting import Report
from framing.reporting.figures import draw, fonts, inline_svg, render_pdf, render_png, render_svg
from framing.reporting.figures.drawings import Drawings
from framing.reporting.figures.fonts import missing_letters
from framing.reporting.figures.measure import fit, text_width, wrap
from framing.reporting.figures.render import DPI
from framing.reporting.model import Figure

# A unit, or what is counted, stands in every axis title; n is printed in or beside the marks.
UNIT = re.compile(r"\(n\)|%|words|school|doublings|points")
N = re.compile(r"n = \d|\d/\d|\d:\d|\(n\)|n mentions|× \d")


def figures(report: Report) -> list[Figure]:
    return [figure for section in report.sections for figure in section.figures]


def written(drawing: Drawing) -> list[Text]:
    """Every text that is seen: of an axis the labels of ticks inside its limits."""
    found = list(drawing.texts)
    for ax in drawing.axes:
        found += ax.texts
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            if ax.axison:
                low, high = sorted(limits)
                found.append(axis.label)
                ticks = zip(axis.get_majorticklocs(), axis.get_majorticklabels(), strict=True)
                found += [label for at, label in ticks if low - 1e-9 <= at <= high + 1e-9]
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts that touch each other, or reach over the edge, when drawn."""
    drawing = draw(figure)
    drawing.set_dpi(DPI)
    render_png(drawing)  # ticks and their labels get their last place
    edge = drawing.bbox
    # Half a pixel on each side belongs to the letters' soft edges.
    boxes = [
        (text.get_text(), box.padded(-0.5))
        for text in written(drawing)
        for box in [text.get_window_extent()]
    ]
    found = [
        (a, b)
        for k, (a, one) in enumerate(boxes)
        for b, other in boxes[:k]
        if Bbox.intersection(one, other) is not None
    ]
    outside = [
        (text, "the edge")
        for text, box in boxes
        if box.x0 < edge.x0 or box.x1 > edge.x1 or box.y0 < edge.y0 or box.y1 > edge.y1
    ]
    return found + outside


def test_every_kind_is_drawn(kurils_report: Report) -> None:
    assert {f.kind for f in figures(kurils_report)} >= {
        "profiles", "coverage", "counts", "shares", "split", "style", "words", "stance", "cues",
        "facts",
    }  # fmt: skip


def test_axes_say_unit_and_n(kurils_report: Report) -> None:
    for figure in figures(kurils_report):
        drawing = draw(figure)
        labels = [f"{ax.get_xlabel()} {ax.get_ylabel()}" for ax in drawing.axes if ax.axison]
        labels = labels[-1:] if figure.kind == "timeline" else labels  # strips share the last one
        assert all(UNIT.search(label) for label in labels), (figure.id, labels)
        svg = render_svg(drawing)
        assert N.search(svg), figure.id
        assert "Source: study kurils" in " ".join(t.get_text() for t in drawing.texts)
        said = " ".join(t.get_text() for t in drawing.texts if t.get_fontweight() == "bold")
        assert said == figure.title


def test_no_text_touches_another(kurils_report: Report) -> None:
    assert {f.id: found for f in figures(kurils_report) if (found := overlaps(f))} == {}


def test_alt_text_says_numbers(kurils_report: Report) -> None:
    for figure in figures(kurils_report):
        assert figure.alt.startswith(figure.title[:4]) or figure.kind in ("coverage", "profiles")
        if figure.kind not in ("profiles", "style"):
            assert re.search(r"\d", figure.alt), figure.id


def test_same_bytes(kurils_report: Report) -> None:
    kinds = {f.kind: f for f in figures(kurils_report)}
    for figure in kinds.values():
        once, again = draw(figure), draw(figure)
        svg = render_svg(once)
        assert svg == render_svg(again)
        png = render_png(once)
        assert png == render_png(again)
        # Neither depends on what was written before.
        assert (render_svg(once), render_png(once)) == (svg, png)
    assert "<dc:date>" not in svg
    assert render_pdf(once) == render_pdf(again)


def test_an_untitled_figure_is_cut_from_the_titled_one(kurils_report: Report) -> None:
    drawings = Drawings(kurils_report)
    figure = next(f for f in figures(kurils_report) if f.kind == "counts")
    whole, bare = drawings.svg(figure.id), drawings.bare_svg(figure.id)
    assert figure.title[:20] in whole and figure.title[:20] not in bare
    size = re.compile(r'height="([\d.]+)pt" viewBox="0 ([\d.]+) ([\d.]+) ([\d.]+)"')
    a, b = size.search(whole), size.search(bare)
    assert a and b
    assert float(a[2]) == 0 and float(b[2]) > 10
    assert float(b[2]) + float(b[4]) == pytest.approx(float(a[4]))
    assert "Source: study kurils" in bare


def test_inline_svg_has_its_own_ids(kurils_report: Report) -> None:
    figure = figures(kurils_report)[1]
    svg = inline_svg(render_svg(draw(figure)), prefix="f1", alt='a "b" <c>')
    assert svg.startswith('<svg role="img" aria-label="a &#34;b&#34; &lt;c&gt;"')
    assert all(i.startswith("f1-") for i in re.findall(r'\bid="([^"]+)"', svg))
    assert "#222222" not in svg


@pytest.mark.parametrize("text", ["<b>Alpha</b> $x$", "a & b", "$x^2$ \\frac{1}{2}"])
def test_labels_are_text(text: str, kurils_report: Report) -> None:
    figure = next(f for f in figures(kurils_report) if f.kind == "counts")
    data = figure.data.with_columns(row=pl.lit(text))
    drawing = draw(Figure("f", "counts", "t", "a", "s", data))
    assert drawing.axes[0].get_yticklabels()[0].get_text() == text
    svg = render_svg(drawing)
    assert text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in svg


# Where the names of outlets stand in the table of a kind.
ROWS = {
    "counts": "row", "shares": "label", "style": "outlet", "cues": "outlet",
    "coverage": "outlet", "facts": "outlet", "stance": "outlet",
}  # fmt: skip
LONG = "The Extraordinarily Long-Named Independent Evening Newspaper of the Northern Provinces"


@pytest.mark.parametrize("width", [3.5, 7.2])
def test_hostile_labels_stay_apart(width: float, kurils_report: Report) -> None:
    """Thirty outlets with long, Chinese and formula-like names, on one and two columns."""
    names = [f"{LONG} {k}" if k % 3 else f"日本經濟新聞社 $x^{k}$" for k in range(30)]
    for figure in figures(kurils_report):
        if figure.kind not in ROWS or (width < 5 and figure.kind == "cues"):
            continue
        column = ROWS[figure.kind]
        first = figure.data.filter(pl.col(column) == figure.data[column][0])
        data = pl.concat([first.with_columns(pl.lit(name).alias(column)) for name in names])
        if "row" in data.columns and data.schema["row"] == pl.Int32:
            data = data.with_columns(row=pl.col(column).rank("dense").cast(pl.Int32) - 1)
        one = Figure("f", figure.kind, figure.title, "a", figure.source, data)
        drawing = draw(one, width=width)
        assert drawing.get_size_inches()[0] == pytest.approx(width)
        labels = [t.get_text().replace("\n", " ") for t in drawing.findobj(Text)]
        assert any(label.startswith("日本經濟新聞社") for label in labels), figure.kind


def test_widths_are_those_of_the_drawn_text() -> None:
    drawing = draw(Figure("f", "coverage", "t", "a", "s", pl.DataFrame(
        {"event": ["e"], "outlet": ["o"], "n": [1], "text": ["1"]})))  # fmt: skip
    for text in ("Shili Evening Post", "Курилы", "iiiiiiii", "WWWW"):
        drawn = drawing.text(0, 0, text, fontsize=9).get_window_extent().width / drawing.dpi
        assert text_width(text, 9) == pytest.approx(drawn, rel=0.13)


def test_wrapping_keeps_every_word_and_cutting_says_so() -> None:
    lines = wrap("one two three four five", 9, 0.8)
    assert " ".join(lines) == "one two three four five"
    assert all(text_width(line, 9) <= 0.8 for line in lines)
    assert wrap("one two three four five", 9, 0.8, most=2)[-1].endswith("…")
    assert "".join(wrap("日本經濟新聞社", 9, 0.4)) == "日本經濟新聞社"
    assert wrap("in Yuzhno-Sakhalinsk", 9, 0.8) == ["in", "Yuzhno-", "Sakhalinsk"]
    assert fit("short", 9, 2) == "short"
    assert text_width(fit("a" * 100, 9, 1), 9) <= 1


def test_letters_that_no_font_has_are_told(
    kurils_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = next(f for f in figures(kurils_report) if f.kind == "counts")
    assert missing_letters([figure]) == []
    odd = Figure("f", "counts", "日本 and क", "a", "s", figure.data)
    monkeypatch.setattr(fonts, "installed", dict)
    assert missing_letters([odd]) == [
        "no font for 2 Chinese characters: PNG and PDF figures have boxes in their place; install "
        "fonts-noto-cjk",
        "no font for 1 Devanagari character: PNG and PDF figures have boxes in their place; "
        "install fonts-noto-core",
    ]


def test_an_svg_does_not_depend_on_installed_fonts(
    kurils_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = next(f for f in figures(kurils_report) if f.kind == "counts")
    odd = Figure(
        "f", "counts", "日本 नवभारत", "a", "s", figure.data.with_columns(row=pl.lit("日本"))
    )
    here = render_svg(draw(odd))
    monkeypatch.setattr(fonts, "installed", dict)
    drawing = draw(odd)
    png = render_png(drawing)
    assert render_svg(drawing) == here
    assert "日本" in here and png.startswith(b"\x89PNG")


def test_installed_fonts_are_used_letter_by_letter() -> None:
    families, missing = fonts.families_for("aЖ日")
    if missing:
        pytest.skip("no font with Chinese letters on this machine (fonts-noto-cjk)")
    assert families and fonts.families_for("aЖ") == ([], [])
