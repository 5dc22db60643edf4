"""Actors whom articles on events name, quote or report: the codebook's, and all who speak."""

from __future__ import annotations

import polars as pl

from framing.annotate.speakers import find_actors
from framing.engine.carried.schema import CARRIED, as_carried
from framing.engine.carried.sentences import named_types
from framing.engine.mentions import mention_rows, spoken
from framing.engine.run import Run
from framing.language.words import fold
from framing.records.scope import Scope

NAMED, QUOTED, REPORTED = "named", "quoted", "reported"
_MOST_WORDS = 5  # of a name
# Who speaks on an event: the speaker as a layer has it, and who that is.
_WHO = {
    "event": pl.String, "speaker": pl.String, "item": pl.String, "label": pl.String,
    "is_person": pl.Boolean,
}  # fmt: skip


def find_actor_mentions(run: Run, scope: Scope) -> pl.DataFrame:
    """Mentions of actors; who speaks anywhere on an event is looked for in all its articles."""
    actors = run.study.codebook.actors
    labels = {actor.id: actor.label or actor.id for actor in actors}
    said = _speeches(run, scope)
    known = [a.id if a else None for a in find_actors(said["speaker"].to_list(), actors)]
    said = said.with_columns(item=pl.Series(known, dtype=pl.String))
    others = said.filter(pl.col("item").is_null()).drop("item")
    who = unite_speakers(others, names=named_types(run))
    named = mention_rows(run, run.layers.portrayals, scope).with_columns(
        item="actor", how=pl.lit(NAMED)
    )
    of_codebook = [
        part.filter(pl.col("item").is_not_null()).with_columns(
            label=pl.col("item").replace_strict(labels, return_dtype=pl.String)
        )
        for part in (said, named)
    ]
    speaking = others.join(who, on=["event", "speaker"])
    columns = [name for name in CARRIED if name not in ("kind", "carries")]
    saying, naming = (
        _with_sentence(run, pl.concat([part.select(columns) for part in parts]))
        for parts in ((of_codebook[0], speaking), (of_codebook[1], _find_named(run, who, scope)))
    )
    # Who is named as a source is not named once more.
    naming = naming.join(saying, on=["article", "sentence", "item"], how="anti", nulls_equal=True)
    rows = pl.concat([saying, naming])
    return as_carried(rows.with_columns(kind=pl.lit("actors"), carries=True))


def _with_sentence(run: Run, rows: pl.DataFrame) -> pl.DataFrame:
    sentences = run.sentences.select("article", "start", "sentence")
    return rows.sort("article", "start").join_asof(
        sentences, on="start", by="article", strategy="backward", check_sortedness=False
    )


def _speeches(run: Run, scope: Scope) -> pl.DataFrame:
    """What somebody with a name says on an event."""
    quoted = pl.col("quotation").is_in(["direct", "mixed"])
    return (
        mention_rows(run, spoken(run.layers.attributions), scope)
        .filter(pl.col("event").is_not_null() & pl.col("speaker").is_not_null())
        .with_columns(how=pl.when(quoted).then(pl.lit(QUOTED)).otherwise(pl.lit(REPORTED)))
    )


def unite_speakers(rows: pl.DataFrame, *, names: pl.Series) -> pl.DataFrame:
    """Who is who on an event: names that end alike and do not begin differently are one's.

    Parameters
    ----------
    rows
        Columns ``event``, ``speaker``, ``source_form``; only names (capital letters) are kept.
    names
        Types that are names: what begins a sentence has a capital letter, too.

    Returns
    -------
    DataFrame
        ``event``, ``speaker``, ``item`` (the fullest name, folded), ``label`` (as it is spelled),
        ``is_person``.
    """
    spelled = (
        rows.group_by("event", "speaker")
        .agg(is_person=(pl.col("source_form") == "name").any())
        .sort("event", "speaker")
    )
    known = set(names)
    full: dict[tuple[str, str], dict[tuple[str, ...], str]] = {}
    kept = []
    for event, speaker, is_person in spelled.iter_rows():
        words = speaker.split()
        if len(words) > _MOST_WORDS or not all(word[:1].isupper() for word in words):
            continue
        folded = tuple(fold(word) for word in words)
        if len(folded) == 1 and folded[0] not in known:
            continue
        kept.append((event, speaker, folded, is_person))
        full.setdefault((event, folded[-1]), {}).setdefault(folded, speaker)
    found = []
    for event, speaker, folded, is_person in kept:
        alike = full[event, folded[-1]]
        firsts = {name[0] for name in alike if len(name) > 1}
        begins = folded[0] if len(folded) > 1 else min(firsts) if len(firsts) == 1 else ""
        same = [name for name in alike if len(name) > 1 and name[0] == begins]
        name = max(same, key=lambda n: (len(n), n), default=folded)
        found.append((event, speaker, " ".join(name), alike[name], is_person))
    return pl.DataFrame(found, schema=_WHO, orient="row")


def _find_named(run: Run, who: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Where speakers are named: in full, or by a last name that only one on the event has."""
    sought = (
        who.group_by("event", "item")
        .agg(pl.col("label").first(), pl.col("is_person").any())
        .with_columns(words=pl.col("item").str.split(" "))
        .with_columns(last=pl.col("words").list.last(), first=pl.col("words").list.first())
        .with_columns(n=pl.col("words").list.len(), n_alike=pl.len().over("event", "last"))
    )
    events = run.measured.select("article", "event")
    words = run.tokens.select("article", "run", "start", "end", "type", "surface")
    before = [
        pl.col("type").shift(k).over("article").alias(f"before_{k}") for k in range(1, _MOST_WORDS)
    ]
    tokens = (
        words.with_columns(*before, first_start=pl.col("start").shift(1).over("article"))
        .filter(pl.col("surface").str.contains(r"^\p{Lu}"))
        .join(events, on="article", maintain_order="left")
        .join(sought, left_on=["event", "type"], right_on=["event", "last"], how="inner")
        .filter(_is_full() | _is_last(named_types(run)))
        .with_columns(
            start=pl.when(pl.col("before_1") == pl.col("first"))
            .then("first_start")
            .otherwise("start")
        )
    )
    texts = run.measured.select("article", "text")
    layer = tokens.join(texts, on="article", maintain_order="left").with_columns(
        text=pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        id=pl.format("{} {}", "start", "item"),
        rule=pl.lit("speaker"),
        parent=pl.lit(None, dtype=pl.String),
    )
    layer = layer.join(_token_voices(run), on=["article", "end"], how="left")
    columns = ["article", "start", "end", "text", "item", "label", "voice", "id", "rule", "parent"]
    return mention_rows(run, layer.select(columns), scope).with_columns(how=pl.lit(NAMED))


def _is_full() -> pl.Expr:
    """Whether all words of the name stand here, up to its last one."""
    place = pl.col("words").list
    told = pl.lit(True)
    for k in range(1, _MOST_WORDS):
        expected = place.get(-k - 1, null_on_oob=True)
        told &= (pl.col("n") <= k) | (expected == pl.col(f"before_{k}")).fill_null(False)
    return told & (pl.col("n") > 1)


def _is_last(names: pl.Series) -> pl.Expr:
    """Whether a name of one word, or a last name, alone or after the first one, means them."""
    known = pl.col("type").is_in(names.implode())
    unlike = pl.col("n_alike") > 1
    after_first = (pl.col("before_1") == pl.col("first")).fill_null(False)
    whole = pl.col("n") == 1
    return (known & (whole | (pl.col("is_person") & ~unlike))) | (pl.col("is_person") & after_first)


def _token_voices(run: Run) -> pl.DataFrame:
    return run.tokens.select("article", "end").with_columns(voice=run.voices)
