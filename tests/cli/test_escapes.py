"""What sources say cannot command a terminal: names, titles and texts come out without escapes."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from framing.cli import main

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b2J\x08\x7f"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # what the commands themselves write
STORY = (
    f"Ferry to the Blue {ESCAPES}Islands sails\n\nThe ferry{ESCAPES} to the Blue Islands left the "
    "harbour on Tuesday at noon with forty people and a cargo of timber for the yard of the town.\n"
    f'\n"The Blue Islands are not{ESCAPES} for sale," Minister Ana Norte said in Lakeport.\n'
)


@pytest.fixture
def folder(make_study):
    hostile = f"Beta{ESCAPES}"
    return make_study(
        {
            "outlets.csv": f"outlet,group\nAlpha,North\n{hostile},North\nGamma,South\n",
            "articles.csv": (
                "file,outlet,date,event,title\n"
                f"alpha_talks.txt,Alpha,2019-05-06,talks,A{ESCAPES} title\n"
                f"beta_ferry.txt,{hostile},2019-05-07,talks,B{ESCAPES} title\n"
                f"gamma_talks.txt,Gamma,2019-05-06,,C{ESCAPES} title\n"
            ),
            "articles/alpha_talks.txt": STORY,
            "articles/beta_ferry.txt": STORY.replace("at noon", f"at{ESCAPES} dawn"),
            "articles/gamma_talks.txt": STORY.replace("forty", "sixty"),
            "study.toml": '[study]\nid = "tiny"\n[sampling]\nkind = "complete"\n'
            '[events.talks]\nname = "Talks\\u001b]0;owned\\u0007"\n',
        }
    )


@pytest.mark.parametrize(
    "args",
    [
        ("events",),
        ("events", "--suggest"),
        ("copies",),
        ("copies", "--diff"),
        ("names",),
        ("names", "--mentions", "--wide"),
        ("voices", "--wide"),
        ("kwic", "ferry"),
        ("style", "--articles"),
        ("diff", "talks", "Alpha", f"Beta{ESCAPES}"),
        ("show", "beta_ferry.txt"),
    ],
)
def test_no_escape_of_a_source_reaches_the_terminal(folder, args):
    verb, *rest = args
    result = CliRunner().invoke(main, [verb, str(folder), *rest], color=True)
    assert result.exit_code == 0, result.output
    shown = COLOUR.sub("", result.output)
    assert "owned" in shown  # the sources are there, without what commands
    assert all(c.isprintable() or c == "\n" for c in shown), repr(shown)
