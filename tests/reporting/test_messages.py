"""Words of the report: a language in force for one report, places that keep, words found again."""

from __future__ import annotations

import ast
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import framing
from framing.engine.verbs.report import gather
from framing.errors import StudyError, UsageError
from framing.reporting.formats import interval, join, number, percent, share_of
from framing.reporting.messages import _, catalogue, languages, n_, speaking, spoken, tell
from framing.reporting.model import Link

ROOM = Path(framing.__file__).parent / "reporting"
WORDS = {
    "1,234.5": "1.234,5",
    "{most}, {next}": "{most}; {next}",
    "{most} and {last}": "{most} plus {last}",
    "Passages": "Places",
}


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language with a handful of messages, in a folder of its own."""
    words = Catalog(locale="de")
    for message, translation in WORDS.items():
        words.add(message, translation)
    words.add(("{n} thing", "{n} things"), ("{n} Ding", "{n} Dinge"))
    file = tmp_path / "de" / "LC_MESSAGES" / "report.mo"
    file.parent.mkdir(parents=True)
    out = io.BytesIO()
    write_mo(out, words)
    file.write_bytes(out.getvalue())
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)
    yield "de"
    catalogue._catalogue.cache_clear()


def test_a_language_is_in_force_inside_its_block_only(other: str) -> None:
    assert (spoken(), _("Passages")) == ("en", "Passages")
    with speaking(other):
        assert (spoken(), _("Passages")) == ("de", "Places")
        with speaking("en"):
            assert _("Passages") == "Passages"
        elsewhere: list[str] = []
        thread = Thread(target=lambda: elsewhere.append(_("Passages")))
        thread.start()
        thread.join()
        assert elsewhere == ["Passages"]
    assert _("Passages") == "Passages"


def test_what_is_not_translated_stays_english(other: str) -> None:
    with speaking(other):
        assert _("Never seen") == "Never seen"


def test_counting_messages_take_the_form_of_their_number(other: str) -> None:
    with speaking(other):
        said = [n_("{n} thing", "{n} things", n).format(n=n) for n in (1, 2)]
    assert said == ["1 Ding", "2 Dinge"]


def test_numbers_and_lists_are_written_as_the_language_does(other: str) -> None:
    with speaking(other):
        assert number(1234.56, 1) == "1.234,6"
        assert interval(-1.25, 0.5) == "[−1,2, 0,5]"
        assert join(["A", "B", "C"]) == "A; B plus C"
        assert percent(0.5) == "50 %"
        assert share_of(14, 37, 0.319, (0.19, 0.47), (9.5, 29.8)).startswith("32 % [19–47] (9,5")
    assert number(1234.56, 1) == "1,234.6"


def test_a_language_without_a_catalogue_is_refused(other: str) -> None:
    assert languages() == ("en", "de")
    with (
        pytest.raises(UsageError, match=r"'xx' has no catalogue; allowed: en, de\."),
        speaking("xx"),
    ):
        pass


def test_a_missing_language_is_found_before_the_work(make_study: Callable[..., Path]) -> None:
    run = framing.open_study(make_study())
    with pytest.raises(UsageError, match="report_language 'xx' has no catalogue"):
        gather(run, language="xx")


def test_a_study_names_a_language_that_is_there(make_study: Callable[..., Path]) -> None:
    text = '[study]\nid = "tiny"\n\n[options]\nreport_language = "xx"\n'
    with pytest.raises(StudyError, match=r"report_language = 'xx'. Allowed: en\."):
        framing.open_study(make_study({"study.toml": text}))


def test_links_go_where_the_translator_puts_them() -> None:
    link = Link("2 of 3", "e-1")
    assert tell("{who} writes it in {share}.", who="A", share=link) == (
        "A writes it in ",
        link,
        ".",
    )
    assert tell("In {share}, {who}.", who="A", share=link) == ("In ", link, ", A.")
    assert tell("{a}{b}", a=("x", link), b="") == ("x", link)
    with pytest.raises(KeyError, match="who"):
        tell("{who}", share=link)


def calls(tree: ast.AST, names: set[str]) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


@pytest.mark.parametrize("file", sorted(ROOM.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOM)))
def test_messages_are_literals_looked_up_while_a_report_is_made(file: Path) -> None:
    tree = ast.parse(file.read_text("utf-8"))
    for call in calls(tree, {"_", "n_", "N_"}):
        wrong = [type(a).__name__ for a in call.args if isinstance(a, ast.JoinedStr | ast.BinOp)]
        assert not wrong, f"line {call.lineno}: a message is a literal"
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda)]
    inside = {id(c) for f in functions for c in calls(f, {"_", "n_"})}
    early = [c.lineno for c in calls(tree, {"_", "n_"}) if id(c) not in inside]
    assert not early, f"lines {early}: looked up when the module is loaded; use N_"
    for function in functions:
        bound = {n.id for n in ast.walk(function) if isinstance(n, ast.Name)
                 and isinstance(n.ctx, ast.Store)}  # fmt: skip
        spoils = "_" in bound and calls(function, {"_"})
        assert not spoils, f"line {function.lineno}: a variable hides _()"
