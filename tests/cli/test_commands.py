from __future__ import annotations

import csv
import io
import json

import click
import pytest
from click.testing import CliRunner, Result

from framing.cli import main

COMMANDS = sorted(main.commands)


def invoke(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_the_commands_are_those_of_the_contract():
    assert {
        "names",
        "voices",
        "words",
        "kwic",
        "stance",
        "style",
        "report",
        "show",
        "new",
        "check",
    } <= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_an_example(name):
    result = invoke(name, "--help")
    assert result.exit_code == 0 and result.stderr == ""
    assert f"Example: framing {name} " in " ".join(result.stdout.split())
    command = main.commands[name]
    assert command.help and command.help[0].isupper()
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts} has no help"


@pytest.mark.parametrize("name", [n for n in COMMANDS if n not in ("new", "compare-runs")])
def test_the_study_is_always_the_first_argument(name):
    first, *_ = (p for p in main.commands[name].params if isinstance(p, click.Argument))
    assert first.make_metavar(click.Context(main.commands[name])).removesuffix("...") == "STUDY"


@pytest.mark.parametrize(
    "name", ["names", "voices", "stance", "facts", "words", "kwic", "omissions", "style", "report"]
)
def test_scope_options_are_everywhere_the_same(name):
    options = {opt for p in main.commands[name].params for opt in p.opts}
    assert {"--voice", "--role", "--estimand", "--repeats", "--event", "--outlet"} <= options
    assert ("--out-dir" if name == "report" else "--out") in options
    assert name == "report" or "--format" in options


def test_help_of_the_program_lists_every_command():
    result = invoke("--help")
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)
    assert invoke("-h").stdout == result.stdout


def test_the_version():
    import framing

    assert invoke("--version").stdout == f"framing, version {framing.__version__}\n"


@pytest.mark.parametrize(
    ("changes", "code", "last"),
    [
        ({}, 0, "no problem found"),
        ({"articles/e.txt": ""}, 1, "1 problem: usable, with problems"),
        (
            {"outlets.csv": "outlet,group\nAlpha,N\n", "articles/e.txt": ""},
            1,
            "3 problems: usable, with problems",
        ),
        ({"codebook/codebook.yaml": "a: ["}, 2, "1 problem: cannot run"),
    ],
)
def test_check_tells_its_verdict_by_its_exit_code(make_study, changes, code, last):
    result = invoke("check", make_study(changes))
    assert result.exit_code == code, result.output
    assert result.stdout.splitlines()[-1] == last
    assert ("seed = 1 (default)" in result.stdout) == (code < 2)
    assert result.stderr == ""


@pytest.mark.parametrize(
    "changes", [{}, {"articles/e.txt": ""}, {"codebook/codebook.yaml": "a: ["}]
)
def test_check_as_data(make_study, changes):
    folder = make_study(changes)
    code = invoke("check", folder).exit_code
    found = invoke("check", folder, "--format", "json")
    rows = json.loads(found.stdout)
    table = invoke("check", folder, "--format", "csv")
    assert found.exit_code == table.exit_code == code
    assert len(rows) == min(code, 1) == len(list(csv.DictReader(io.StringIO(table.stdout))))
    header = next(csv.reader(io.StringIO(table.stdout)))
    assert header == ["file", "line", "found", "allowed", "step", "fatal", "severity"]
    assert [row["fatal"] for row in rows] == [True] * (code == 2) + [False] * (code == 1)


def test_check_of_nothing(tmp_path):
    result = invoke("check", tmp_path / "gone")
    assert result.exit_code == 2
    assert "no such folder." in result.stdout and "framing new" in result.stdout


ARGUMENTS = {
    "words": ["--group", "North"], "kwic": ["x"], "show": ["x"], "diff": ["talks", "A", "B"],
    "classify": ["tone"], "evaluate": ["names", __file__], "decompose": ["--group", "North"],
    "collocates": ["x"], "plot": ["names"], "sample": ["voice"], "correct": ["voice"],
    "validate": ["voice"],
    "exercise": ["which-outlet"], "answers": ["x"],
}  # fmt: skip


@pytest.mark.parametrize(
    "name", sorted({*COMMANDS} - {"new", "check", "import", "fetch", "batch", "compare-runs"})
)
def test_a_study_that_cannot_run_is_told_on_stderr(make_study, name):
    folder = make_study({"codebook/codebook.yaml": "a: ["})
    result = invoke(name, folder, *ARGUMENTS.get(name, []))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("framing: ") and "not readable as YAML" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["names", "--outlet", "Alfa"], "--outlet 'Alfa'; allowed: Alpha, Beta, Gamma"),
        (["names", "--event", "tlaks"], "--event 'tlaks'; allowed: ferry, shared, talks"),
        (
            ["words", "--group", "West"],
            "no side 'West' in this study; allowed: Alpha, Beta, Gamma, North, South",
        ),
        (["words", "--group", "North", "--versus", "West"], "no side 'West' in this study"),
        (["words", "--group", "North", "--versus", "North"], "cannot be compared with itself"),
        (["words", "--group", "North", "--versus", "Alpha"], "share articles"),
        (["words", "--versus", "North"], "versus 'North' needs group"),
        (["words", "--group", "North", "--pairs"], "pairs are of all groups"),
        (["words", "--outlet", "Alpha"], "only articles of North here; allowed: two groups"),
        (["kwic", "(a"], "'(' at character 1 is never closed"),
        (["kwic", "@nobody"], "unknown actor @nobody; allowed: islands, north, south"),
        (["show", "gone"], "no article 'gone'; ids look like: alpha/"),
    ],
)
def test_what_a_study_does_not_have_is_told_with_what_it_has(make_study, args, message):
    result = invoke(args[0], make_study(), *args[1:])
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert result.stderr.startswith("framing: ")


@pytest.mark.parametrize(
    "args",
    [
        ["names", "--voice", "outlets"],
        ["names", "--role", "titel"],
        ["names", "--format", "xml"],
        ["words", "--claim", "nation"],
        ["words", "--group", "North", "--max-n", "4"],
        ["names", "--estimand", "all"],
    ],
)
def test_wrong_options_are_told_with_what_is_allowed(make_study, args):
    result = invoke(args[0], make_study(), *args[1:])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("lockwords",), "leaves no words in 18 articles; allowed: a scope that keeps some"),
        (
            ("decompose", "--group", "China", "--versus", "Russia"),
            "leaves no words in 18 articles; allowed: a scope that keeps some",
        ),
        (("divergence",), "a scope that keeps some. Next: --with-giveaways leaves titles"),
    ],
)
def test_a_scope_without_words_is_refused(kurils_folder, args, said):
    result = invoke(args[0], kurils_folder, *args[1:], "--voice", "caption", "--role", "body")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_one_side_alone_has_no_divergence(kurils_folder):
    result = invoke("divergence", kurils_folder, "--outlet", "Yangben Daily")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "only articles of China here; allowed: two groups, or --by outlet" in result.stderr


def test_data_on_stdout_talk_on_stderr(make_study):
    folder = make_study({"articles/e.txt": ""})
    result = invoke("words", folder, "--group", "North", "--format", "csv")
    assert result.exit_code == 0
    assert result.stdout.startswith("a,b,term,")
    assert f"1 problem in {folder}: see `framing check {folder}`" in result.stderr
    assert "tier: reading (North against all others)" in result.stderr
    assert "annotating" not in result.stderr and "reading words" not in result.stderr


def test_a_table_says_which_columns_it_leaves_out(make_study):
    folder = make_study()
    narrow = invoke("names", folder)
    wide = invoke("names", folder, "--wide")
    assert "columns not shown: " in narrow.stderr and "scope" in narrow.stderr
    assert wide.stderr == ""
    header = wide.stdout.splitlines()[0].split()
    left_out = narrow.stderr.split("columns not shown: ")[1].split(" (")[0].split(", ")
    assert set(header) == set(narrow.stdout.splitlines()[0].split()) | set(left_out)


def test_parts_in_wide_rows_are_all_columns_and_none_is_said_to_be_left_out(make_study):
    folder, args = make_study(), ("--group", "North", "--versus", "South")
    wide = invoke("decompose", folder, *args, "--wide")
    rows = invoke("decompose", folder, *args, "--format", "csv")
    assert wide.stdout.splitlines()[0].split() == rows.stdout.splitlines()[0].split(",")
    assert wide.stderr == rows.stderr
    assert "columns not shown" in invoke("decompose", folder, *args).stderr


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_out_writes_what_stdout_would_show(make_study, tmp_path, form):
    folder, path = make_study(), tmp_path / "new/folder/rows"
    shown = invoke("names", folder, "--format", form)
    written = invoke("names", folder, "--format", form, "--out", path)
    assert (written.exit_code, written.stdout) == (0, "")
    assert path.read_text("utf-8") == shown.stdout
    assert f"rows in {path}" in written.stderr


def test_out_that_cannot_be_written_is_told_without_a_traceback(make_study, tmp_path):
    (tmp_path / "file").write_text("")
    result = invoke("names", make_study(), "--out", tmp_path / "file/rows.csv")
    assert result.exit_code != 0 and not isinstance(result.exception, OSError)
    assert "rows.csv" in result.stderr or "file" in result.stderr


def test_text_that_a_sheet_would_run_is_defused(make_study):
    body = "Title of the day\n\n=HYPERLINK(x) islands and +1 islands, -cmd islands. @x islands.\n"
    folder = make_study({"articles/alpha_talks.txt": body})
    result = invoke("kwic", folder, "islands", "--format", "csv", "--outlet", "Alpha")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 4
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@"))
    plain = json.loads(
        invoke("kwic", folder, "islands", "--format", "json", "--outlet", "Alpha").stdout
    )
    assert not any(str(value).startswith("'") for row in plain for value in row.values())


def test_a_table_on_a_terminal_has_one_line_a_row(make_study):
    body = "Title of the day\n\nThe islands\u2028were\x1b[31m quiet, and the islands slept\tlong.\n"
    folder = make_study({"articles/alpha_talks.txt": body})
    result = invoke("kwic", folder, "islands", "--outlet", "Alpha")
    assert len(result.stdout.splitlines()) == 3
    assert "\x1b" not in result.stdout
    assert "\x1b" not in invoke("show", folder, "alpha_talks.txt").stdout


@pytest.mark.parametrize("name", ["names", "voices", "stance", "facts"])
def test_the_scope_of_a_command_is_obeyed_and_printed(make_study, name):
    args = (name, make_study(), "--voice", "outlet", "--estimand", "published", "--format", "json")
    rows = json.loads(invoke(*args, *([] if name == "names" else ["--shares"])).stdout)
    assert {row["scope"] for row in rows} <= {"published; voice=outlet"}
    assert rows or name == "voices"


def test_the_command_line_wins_over_the_study(make_study):
    toml = (
        '[study]\nlanguage = "en"\n[sampling]\nkind = "complete"\n'
        '[scope]\nvoice = ["source"]\noutlets = ["Gamma"]\n'
    )
    folder = make_study({"study.toml": toml})
    rows = json.loads(invoke("names", folder, "--voice", "outlet", "--format", "json").stdout)
    assert {row["scope"] for row in rows} == {"authored; voice=outlet; outlets=Gamma"}


def test_top_keeps_the_first_rows(kurils, kurils_folder):
    args = ("words", kurils_folder, "--group", "Russia", "--max-n", "1", "--format", "csv")
    every = invoke(*args).stdout.splitlines()
    assert invoke(*args, "--top", "3").stdout.splitlines() == every[:4]


def test_new_then_check(tmp_path):
    made = invoke("new", tmp_path / "mine")
    assert made.exit_code == 0
    assert made.stdout.splitlines()[-1].startswith("Next: put articles into ")
    assert invoke("check", tmp_path / "mine").exit_code == 2
    again = invoke("new", tmp_path / "mine")
    assert (again.exit_code, again.stdout) == (2, "")
    assert "is not an empty folder" in again.stderr


def test_show_prints_every_part_with_its_role_and_marks(make_study):
    folder = make_study()
    result = invoke("show", folder, "alpha_talks.txt")
    assert result.exit_code == 0
    lines = [line.split(None, 1)[0] for line in result.stdout.splitlines()[1:]]
    assert {"title", "dateline", "body", "·"} <= set(lines)
    assert "· names: blue (own): Blue Islands" in result.stdout
    rows = json.loads(invoke("show", folder, "alpha_talks.txt", "--format", "json").stdout)
    assert {"layer", "what", "start", "end", "text"} == set(rows[0])


def test_a_study_without_measured_articles_gives_empty_tables(make_study):
    toml = (
        '[study]\nlanguage = "ru"\n[sampling]\nkind = "complete"\n[events.talks]\n[events.ferry]\n'
    )
    folder = make_study({"study.toml": toml})
    result = invoke("names", folder, "--format", "csv")
    assert result.exit_code == 0, result.exception
    assert result.stdout.startswith("unit,")
    assert len(result.stdout.splitlines()) == 1


def test_a_report_lies_where_it_is_said(make_study, tmp_path):
    result = invoke("report", make_study(), "--out-dir", tmp_path / "out")
    assert result.exit_code == 0, result.exception
    *sentences, last = result.stdout.splitlines()
    assert last == f"Report: {tmp_path / 'out/index.html'}"
    assert 1 <= len(sentences) <= 5
    assert (tmp_path / "out/index.html").is_file() and (tmp_path / "out/manifest.json").is_file()


@pytest.mark.parametrize(("ending", "start"), [("csv", "unit,"), ("json", "["), ("txt", "unit ")])
def test_the_ending_of_out_is_the_format(make_study, tmp_path, ending, start):
    path = tmp_path / f"rows.{ending}"
    assert invoke("names", make_study(), "--out", path).exit_code == 0
    assert path.read_text("utf-8").startswith(start)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--out", "rows.xlsx"], "files end in .csv, .json, .txt, .yaml; .xlsx is not written"),
        (["--out", "rows.csv", "--format", "json"], "end it in .json"),
    ],
)
def test_another_ending_of_out_is_refused(make_study, args, said):
    result = invoke("names", make_study(), *args)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_no_hit_is_said(make_study):
    result = invoke("kwic", make_study(), "zebra", "--format", "csv")
    assert result.exit_code == 0 and result.stderr == "no hit in 3 articles\n"
    result = invoke("kwic", make_study(name="one"), "zebra", "--outlet", "Alpha")
    assert result.stderr.splitlines()[0] == "no hit in 1 article"


def test_show_finds_a_file_by_its_stem(make_study):
    folder = make_study()
    assert (
        invoke("show", folder, "alpha_talks").stdout.splitlines()[1:]
        == (invoke("show", folder, "alpha_talks.txt").stdout.splitlines()[1:])
    )


def test_notes_are_told_by_check_and_by_nothing_else(make_study):
    folder = make_study({"study.toml": '[study]\nlanguage = "en"\n'}, name="my study")
    result = invoke("check", folder)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, "1 note: usable")
    assert result.stdout.startswith("note: study.toml: no [sampling]")
    assert "problem" not in invoke("names", folder).stderr
    (folder / "articles/e.txt").write_text("")
    assert invoke("check", folder).stdout.splitlines()[-1] == (
        "1 problem, 1 note: usable, with problems"
    )
    assert f"see `framing check '{folder}'`" in invoke("names", folder).stderr
