"""Load and check a codebook: YAML in, frozen records out, every mistake with file and line."""

from __future__ import annotations

import hashlib
from pathlib import Path

from framing.codebook.facts import read_facts
from framing.codebook.frames import read_frames, read_lists, read_variables
from framing.codebook.parts import read_actors, read_cues, read_entities, read_targets
from framing.codebook.reader import Reader
from framing.codebook.references import check_sets, find_references, refuse_clashes
from framing.errors import Problem
from framing.records.codebook import (
    CUE_LISTS,
    NEUTRAL,
    WORD_LISTS,
    Actor,
    Codebook,
    RetrieveList,
)

BASE = Path(__file__).parent / "base"
_SECTIONS = (
    "codebook",
    "version",
    "language",
    "note",
    "source",
    "licence",
    "sides",
    "actors",
    "names",
    "stance",
    "facts",
    "frames",
    "retrieve",
    "sets",
    *WORD_LISTS,
    *CUE_LISTS,
    "cues",
)


def load_codebook(folder: Path, problems: list[Problem]) -> Codebook:
    """Load every ``*.yaml`` of a folder over the base lists shipped with the package.

    Parameters
    ----------
    folder
        The study's codebook folder, or one YAML file.
    problems
        Receives each mistake with file, line, entry, what is allowed.

    Returns
    -------
    Codebook
        As far as it could be read; do not use it when a problem is fatal.
    """
    paths = [folder] if folder.is_file() else sorted(folder.glob("*.y*ml"))
    readers = [Reader(path, problems) for path in paths]
    base = Reader(BASE / "language.yaml", problems)
    for reader in readers:
        reader.check_keys(reader.tree, "(top)", _SECTIONS)
    everyone = [*readers, base]
    sides = tuple(dict.fromkeys(side for r in readers for side in r.texts(r.tree, "sides")))
    names = find_references(everyone)
    actors = tuple(a for r in everyone for a in read_actors(r, sides, names))
    entities = tuple(e for r in everyone for e in read_entities(r, sides, names))
    targets = tuple(t for r in everyone for t in read_targets(r, sides, names))
    facts = tuple(f for r in everyone for f in read_facts(r, names, {t.id for t in targets}))
    variables = tuple(v for r in readers for v in read_variables(r, names))
    frames = tuple(f for r in readers for f in read_frames(r, {v.key for v in variables}))
    lists = tuple(x for r in readers for x in read_lists(r, names))
    for kind, ids in (
        ("actor", [x.id for x in actors]),
        ("name", [x.id for x in entities]),
        ("stance", [x.id for x in targets]),
        ("fact", [x.id for x in facts]),
        ("frame element", [x.key for x in variables]),
        ("combination", [x.id for x in frames]),
        ("list", [x.id for x in lists]),
    ):
        _refuse_twins(kind, ids, folder, problems)
    refuse_clashes(readers)
    _tell_silent_sides(readers, sides, actors)
    for reader in everyone:
        check_sets(reader, names)
    digest = hashlib.sha256()
    for path in [*paths, *sorted(BASE.glob("*.yaml"))]:
        digest.update(path.read_bytes())
    return Codebook(
        name=next((str(r.tree["codebook"]) for r in readers if "codebook" in r.tree), folder.name),
        version=next((str(r.tree["version"]) for r in readers if "version" in r.tree), ""),
        hash=digest.hexdigest()[:16],
        sides=sides,
        actors=actors,
        entities=entities,
        targets=targets,
        facts=facts,
        words={
            key: tuple(p for r in everyone for p in r.patterns(r.tree, key, names))
            for key in WORD_LISTS
        },
        references=names,
        cue_lists={
            key: frozenset(text for r in everyone for text in r.texts(r.tree, key))
            for key in CUE_LISTS
        },
        cues=tuple(c for r in readers for c in read_cues(r)),
        variables=variables,
        frames=frames,
        lists=_with_base(lists, read_lists(Reader(BASE / "retrieve.yaml", problems), {})),
    )


def _with_base(own: tuple[RetrieveList, ...], base: list[RetrieveList]) -> tuple[RetrieveList, ...]:
    """A study's lists, then those of the package that it does not replace by its own."""
    ids = {x.id for x in own}
    return (*own, *(x for x in base if x.id not in ids))


def _refuse_twins(kind: str, ids: list[str], folder: Path, problems: list[Problem]) -> None:
    for twin in sorted({name for name in ids if ids.count(name) > 1}):
        problems.append(
            Problem(
                str(folder),
                0,
                f"{kind} {twin!r} is defined in two files.",
                "each id once.",
                "rename one of them.",
                fatal=True,
            )
        )


def _tell_silent_sides(
    readers: list[Reader], sides: tuple[str, ...], actors: tuple[Actor, ...]
) -> None:
    """A side that no actor with a name is on: two of the layers never see it."""
    named = {actor.side for actor in actors if actor.patterns}
    for side in sides:
        reader = next(r for r in readers if side in r.texts(r.tree, "sides"))
        if side not in named and side != NEUTRAL:
            reader.problems.append(
                Problem(
                    str(reader.path),
                    reader.tree.line_of["sides"],
                    f"side {side!r} has no actor with names: glosses ('called X in {side}') and "
                    "speakers of that side cannot be seen.",
                    "at least one actor a side.",
                    f"add an actor with side: {side} and its names.",
                )
            )
