from __future__ import annotations

import re

import pytest

from framing.reporting import Report
from framing.reporting.figures import draw, inline_svg, render_png, render_svg
from framing.reporting.model import Figure

# A unit, or what is counted, stands in every axis title; n is printed in or beside the marks.
UNIT = re.compile(r"\(n\)|%|\(words|\(school|doublings|points: |n mentions|n attributions")


def figures(report: Report) -> list[Figure]:
    return [figure for section in report.sections for figure in section.figures]


def test_every_kind_is_drawn(kurils_report: Report) -> None:
    assert {f.kind for f in figures(kurils_report)} == {
        "profiles", "coverage", "counts", "shares", "split", "style", "words"
    }  # fmt: skip


def test_axes_say_unit_and_n(kurils_report: Report) -> None:
    for figure in figures(kurils_report):
        drawing = draw(figure)
        seen = [ax for ax in drawing.axes if ax.get_visible()]
        labels = [f"{ax.get_xlabel()} {ax.get_title(loc='left')}" for ax in seen]
        if figure.kind == "profiles":
            assert UNIT.search(labels[0]) and UNIT.search(labels[1])
        else:
            assert all(UNIT.search(label) for label in labels), (figure.id, labels)
        svg = render_svg(drawing)
        assert re.search(r"n = \d|\d/\d|\d : \d|\(n\)|n mentions", svg), figure.id
        assert "Source: study kurils" in svg
        assert figure.title in svg or figure.title.replace("'", "&#39;") in svg


def test_same_bytes(kurils_report: Report) -> None:
    for figure in figures(kurils_report)[:3]:
        assert render_svg(draw(figure)) == render_svg(draw(figure))
        assert render_png(draw(figure)) == render_png(draw(figure))
    assert "<dc:date>" not in render_svg(draw(figures(kurils_report)[0]))


def test_inline_svg_has_its_own_ids(kurils_report: Report) -> None:
    figure = figures(kurils_report)[1]
    svg = inline_svg(render_svg(draw(figure)), prefix="f1", alt='a "b" <c>')
    assert svg.startswith('<svg role="img" aria-label="a &#34;b&#34; &lt;c&gt;"')
    assert all(i.startswith("f1-") for i in re.findall(r'\bid="([^"]+)"', svg))
    assert "#222222" not in svg


@pytest.mark.parametrize("text", ["<b>Alpha</b> $x$", "a & b"])
def test_labels_are_text(text: str, kurils_report: Report) -> None:
    import polars as pl

    figure = next(f for f in figures(kurils_report) if f.kind == "counts")
    data = figure.data.with_columns(row=pl.lit(text))
    drawing = draw(Figure("f", "counts", "t", "a", "s", data))
    assert drawing.axes[0].get_yticklabels()[0].get_text() == text
    svg = render_svg(drawing)
    assert text not in svg
    assert text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in svg
