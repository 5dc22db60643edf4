"""What is wrong with a study as a whole, and what ``framing check`` prints."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import polars as pl

from framing.corpus.articles import FEW
from framing.errors import Problem, suggest
from framing.records.imports import say_fates
from framing.records.study import Study
from framing.study.coding.told import check_samples, sample_lines
from framing.study.settings import FILE, OPTIONS, line_of


def check_whole(study: Study, problems: list[Problem]) -> None:
    """What no single file shows: groups without articles, languages, scopes of nothing."""
    if study.articles.is_empty():
        problems.append(
            Problem("articles", 0, "no article could be used.", "at least one.", fatal=True)
        )
    _check_groups(study, problems)
    problems += _other_languages(study)
    undated = study.articles.filter(pl.col("date").is_null()).height
    if undated:
        noun = "article has" if undated == 1 else "articles have"
        found = f"{undated:,} {noun} no date."
        step = "fill them in in articles.csv; without one an article fits every time window."
        problems.append(Problem("articles.csv", 0, found, "YYYY-MM-DD.", step, note=True))
    _tell_template(study, problems)
    check_samples(study, problems)
    _check_scope(study, problems)


def _tell_template(study: Study, problems: list[Problem]) -> None:
    """A report on an untouched template would speak of A and B."""
    template = files("framing.study").joinpath("template")
    question = tomllib.loads(template.joinpath(FILE).read_text("utf-8"))["study"]["question"]
    book = template.joinpath("codebook/codebook.yaml").read_bytes()
    untouched = study.folder / "codebook/codebook.yaml"
    if untouched.is_file() and untouched.read_bytes() == book:
        found = "the codebook is still the template, which looks for A and B."
        step = "write what the study looks for (docs/codebook.md)."
        problems.append(Problem("codebook/codebook.yaml", 0, found, "", step, note=True))
    if study.question == question:
        step = "it is the title of the report."
        problems.append(
            Problem(FILE, 0, "the question is still the template's.", "", step, note=True)
        )


def _other_languages(study: Study) -> list[Problem]:
    """Articles that are only counted: one by one where they are few, else one line a language."""
    allowed = "en is measured; others are only counted."
    step = "set language in articles.csv if that is wrong."
    found: list[Problem] = []
    others = study.articles.filter(pl.col("language") != "en").sort("language", "file", "row")
    for (language,), rows in others.group_by("language", maintain_order=True):
        places = rows.select("file", "row").rows()
        many = f": {len(places)} articles, this is the first" if len(places) > FEW else ""
        for file, row in places[: 1 if many else FEW]:
            found.append(Problem(file, row, f"language is {language!r}{many}.", allowed, step))
    return found


def _check_groups(study: Study, problems: list[Problem]) -> None:
    groups = set(study.outlets["group"])
    for outlet, group in study.outlets.select("outlet", "group").iter_rows():
        if outlet in groups and outlet != group:
            problems.append(
                Problem(
                    "outlets.csv",
                    0,
                    f"{outlet!r} is an outlet and a group of other outlets.",
                    "names of groups that are no outlet's.",
                    "rename the group, or the outlet.",
                    fatal=True,
                )
            )
    for group in sorted(groups - set(study.articles["group"])):
        problems.append(
            Problem(
                "outlets.csv",
                0,
                f"group {group!r} has no articles.",
                "at least one article a group.",
                "add articles, or remove its outlets.",
            )
        )


def _check_scope(study: Study, problems: list[Problem]) -> None:
    known = {
        "events": {"shared", *(event.id for event in study.events)},
        "outlets": set(study.outlets["outlet"]),
    }
    for field, allowed in known.items():
        for value in getattr(study.options.scope, field):
            if value not in allowed:
                problems.append(
                    Problem(
                        FILE,
                        line_of(study.folder / FILE, "scope", field),
                        f"[scope] {field}: {value!r}.",
                        f"{', '.join(sorted(allowed))}.",
                        suggest(value, allowed),
                        fatal=True,
                    )
                )


def settings_in_force(study: Study) -> Mapping[str, tuple[Any, str]]:
    """Every option in force: value, and where it comes from."""
    origin = dict(study.options.origin)
    values: dict[str, tuple[Any, str]] = {
        key: (getattr(study.options, key), origin[key]) for key in OPTIONS
    }
    for key in ("voice", "role", "copies", "repeats", "events", "outlets"):
        values[key] = (getattr(study.options.scope, key), origin[key])
    return values


def problem_rows(problems: Sequence[Problem]) -> pl.DataFrame:
    """Problems as a table: where, found, allowed, step, ``fatal`` and ``severity`` in a word."""
    schema = {
        "file": pl.String, "line": pl.Int64, "found": pl.String, "allowed": pl.String,
        "step": pl.String, "fatal": pl.Boolean, "severity": pl.String,
    }  # fmt: skip
    rows = [{**asdict(problem), "severity": problem.severity} for problem in problems]
    return pl.DataFrame([{key: row[key] for key in schema} for row in rows], schema=schema)


def settings_lines(study: Study) -> list[str]:
    """Every option in force with where it comes from, and what there is to compare."""
    lines = [
        f"{key} = {_show(value)} ({origin})"
        for key, (value, origin) in settings_in_force(study).items()
    ]
    groups = study.articles.group_by("group").len().sort("group")
    counts = ", ".join(f"{group} {n}" for group, n in groups.iter_rows())
    fates = study.ledger.group_by("fate").len().sort("fate")
    ledger = ", ".join(f"{n} {fate}" for fate, n in fates.iter_rows())
    lines.append(f"articles by group: {counts}")
    if study.imports.height:
        lines.append(f"brought in: {say_fates(study.imports)}")
    lines.append(f"items found in articles/: {study.ledger.height} ({ledger})")
    lines.append(
        f"codebook: {study.codebook.name} {study.codebook.version} ({study.codebook.hash})"
    )
    return [*lines, *sample_lines(study)]


def _show(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "all"
    return str(value)
