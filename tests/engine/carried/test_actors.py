"""Who is named, quoted or reported in articles on one event."""

from __future__ import annotations

import polars as pl
import pytest

import framing
from framing.engine.carried.actors import unite_speakers
from framing.engine.verbs.omissions import find_carried

ALPHA = """\
Ferry talks in Lakeport

"The pier will be ready by spring," harbour master Ida Brandt said in Lakeport on Monday.

Harbour Board officials met in the town hall, and the minister Ana Norte listened.
"""
BETA = """\
The pier of Lakeport

Brandt did not speak to the crowd on the pier. Visitors waited for the ferry.
"""
GAMMA = """\
No ferry yet

The pier is closed, Karl Brandt told this newspaper. A ferry waited in the rain.
"""


def mentions(make_study, *texts: str) -> pl.DataFrame:
    outlets = ("Alpha", "Beta", "Gamma")
    names = [f"{outlet.lower()}.txt" for outlet in outlets[: len(texts)]]
    changes = {f"articles/{name}": text for name, text in zip(names, texts, strict=True)}
    for old in ("alpha_talks", "beta_ferry", "gamma_talks"):
        changes[f"articles/{old}.txt"] = None
    changes["articles.csv"] = "file,outlet,event\n" + "".join(
        f"{name},{outlet},ferry\n" for name, outlet in zip(names, outlets, strict=False)
    )
    run = framing.open_study(make_study(changes))
    return find_carried(run, scope=run.study.options.scope, kinds=["actors"])


def ways(rows: pl.DataFrame, item: str) -> dict[str, list[str]]:
    found = rows.filter(item=item).sort("outlet", "how")
    return {o: g["how"].to_list() for (o,), g in found.group_by("outlet", maintain_order=True)}


def test_who_speaks_in_one_article_is_looked_for_in_the_others(make_study):
    rows = mentions(make_study, ALPHA, BETA)
    assert ways(rows, "ida brandt") == {"Alpha": ["quoted"], "Beta": ["named"]}
    named = rows.filter(item="ida brandt", outlet="Beta")
    assert named.select("text", "label", "voice").row(0) == ("Brandt", "Ida Brandt", "outlet")


def test_an_actor_of_the_codebook_is_one_by_whatever_name(make_study):
    rows = mentions(make_study, ALPHA, BETA)
    assert ways(rows, "north") == {"Alpha": ["named"]}


def test_two_people_of_one_last_name_are_told_apart_by_the_first(make_study):
    rows = mentions(make_study, ALPHA, BETA, GAMMA)
    assert ways(rows, "ida brandt") == {"Alpha": ["quoted"]}
    assert ways(rows, "karl brandt") == {"Gamma": ["reported"]}


@pytest.mark.parametrize(
    ("speakers", "items"),
    [
        (["Ida Brandt", "Brandt"], ["ida brandt", "ida brandt"]),
        (["Brandt", "Ida Brandt", "Karl Brandt"], ["brandt", "ida brandt", "karl brandt"]),
        (["Ida Maria Brandt", "Ida Brandt"], ["ida maria brandt", "ida maria brandt"]),
        (["harbour officials", "Harbour Board", "Boats"], ["harbour board"]),
        ([], []),
    ],
)
def test_who_is_who(speakers, items):
    rows = pl.DataFrame(
        {
            "event": ["e"] * len(speakers),
            "speaker": speakers,
            "source_form": ["name"] * len(speakers),
        },
        schema=dict.fromkeys(("event", "speaker", "source_form"), pl.String),
    )
    found = dict(
        unite_speakers(rows, names=pl.Series(["brandt"])).select("speaker", "item").iter_rows()
    )
    assert [found[speaker] for speaker in speakers if speaker in found] == items
