from __future__ import annotations

import io

import click
import pytest
from click.testing import CliRunner

import framing
from framing.cli import main
from framing.cli.show import render_article
from framing.engine.verbs.show import find_article


@pytest.fixture(scope="module")
def tass(tmp_path_factory, kurils):
    return kurils, find_article(kurils, "primer-gazette_talks-moscow.txt")


def plain(lines) -> list[str]:
    return [click.unstyle(line) for line in lines]


def test_lines_are_as_wide_as_the_terminal(tass):
    lines = plain(render_article(*tass, width=72))
    assert max(map(len, lines[:-1])) <= 72
    assert len(lines) > len(plain(render_article(*tass)))


def test_wrapping_loses_no_word(tass):
    whole = " ".join(" ".join(plain(render_article(*tass))).split())
    wrapped = " ".join(" ".join(plain(render_article(*tass, width=60))).split())
    assert sorted(whole.split()) == sorted(wrapped.split())


def test_a_terminal_too_narrow_for_margins_gets_whole_lines(tass):
    assert plain(render_article(*tass, width=20)) == plain(render_article(*tass))


def test_the_head_says_outlet_and_language_and_the_end_the_roles_met(tass):
    lines = plain(render_article(*tass))
    assert lines[0].startswith("primer-gazette/")
    assert lines[1].split()[:3] == ["article", "Primer", "Gazette"]
    assert " · en · " in lines[1]
    assert lines[-1].split()[0] == "words"
    assert {"title", "body", "furniture"} <= set(lines[-1].split())


def test_repeats_are_counted(tass):
    assert any("repeats: in 2 other articles of Primer Gazette: Russia and" in line
               for line in plain(render_article(*tass)))  # fmt: skip


def test_the_agency_credited_stands_in_the_head(make_study):
    text = "Talks begin\n\nLAKEPORT, May 6. /TASS/. The talks have begun.\n"
    folder = make_study({"articles/alpha_talks.txt": text})
    run = framing.open_study(folder)
    lines = plain(render_article(run, find_article(run, "alpha_talks.txt")))
    assert "credited to TASS" in lines[1]


def test_other_languages_are_shown_with_a_note(make_study):
    folder = make_study({"study.toml": '[study]\nlanguage = "ru"\n'})
    result = CliRunner().invoke(main, ["show", str(folder), "alpha_talks.txt"])
    assert result.exit_code == 0, result.exception
    assert result.stdout.splitlines()[-1].split()[:4] == ["note", "language", "is", "'ru':"]


def test_rows_for_roles_csv(make_study):
    folder = make_study()
    result = CliRunner().invoke(main, ["show", str(folder), "alpha_talks", "--format", "roles"])
    header, first, *_ = result.stdout.splitlines()
    assert header == "article,text,role"
    assert first.startswith("alpha_talks.txt,") and first.endswith(",title")


def test_no_color_is_obeyed_on_a_terminal(make_study, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    folder = str(make_study())
    shown = []
    for value in ("", "1"):
        screen = Terminal()
        monkeypatch.setattr("sys.stdout", screen)
        monkeypatch.setenv("NO_COLOR", value)
        main(["show", folder, "alpha_talks.txt"], standalone_mode=False)
        shown.append(screen.getvalue())
    assert "\x1b[" in shown[0] and "\x1b[" not in shown[1]
    assert click.unstyle(shown[0]) == shown[1]
