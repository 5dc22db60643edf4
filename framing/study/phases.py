"""``[[phases]]`` of study.toml: stretches of time that somebody named."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from framing.errors import Problem, suggest
from framing.records.study import Phase

_FILE = "study.toml"
_KEYS = ("id", "from", "to", "name")


def read_phases(settings: dict[str, Any], path: Path, problems: list[Problem]) -> tuple[Phase, ...]:
    """Phases in order of time; one that is broken, or overlaps another, is left out and told."""
    found: list[Phase] = []
    lines = [
        number
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if line.replace(" ", "").startswith("[[phases]]")
    ]
    given = settings.get("phases", [])
    for k, row in enumerate(given):
        line = lines[k] if k < len(lines) else 0
        phase, said, allowed, step = _read(row)
        if phase and (twin := _clash(phase, found)):
            phase, said, allowed, step = None, *twin
        if phase:
            found.append(phase)
        if said:
            step = step or ("" if phase else "the phase is left out.")
            problems.append(Problem(_FILE, line, f"[[phases]] {said}.", allowed, step))
    return tuple(sorted(found, key=lambda phase: phase.first))


def _read(row: dict[str, Any]) -> tuple[Phase | None, str, str, str]:
    """A phase, or what is wrong with it, what is allowed, and what happens."""
    unknown = [key for key in row if key not in _KEYS]
    said = f"unknown key {unknown[0]!r}" if unknown else ""
    name = str(row.get("id", "")).strip()
    if not name:
        return None, "a phase has no id", 'id = "before".', ""
    days = []
    for key in ("from", "to"):
        try:
            days.append(date.fromisoformat(str(row.get(key, ""))))
        except ValueError:
            return None, f"{name}: {key} is {str(row.get(key, ''))!r}", "YYYY-MM-DD.", ""
    if days[0] > days[1]:
        return None, f"{name}: from {days[0]} to {days[1]}", "from before to, or the same day.", ""
    phase = Phase(name, days[0], days[1], str(row.get("name", name)))
    return phase, said, f"{', '.join(_KEYS)}.", suggest(unknown[0], _KEYS) if unknown else ""


def _clash(phase: Phase, found: list[Phase]) -> tuple[str, str, str] | None:
    for other in found:
        if other.id == phase.id:
            return f"{phase.id} stands twice", "one phase an id.", "the first is used."
        if phase.first <= other.last and other.first <= phase.last:
            return (
                f"{phase.id} and {other.id} share days",
                "phases that do not overlap.",
                "the first is used.",
            )
    return None
