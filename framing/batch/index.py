"""The index of a batch: rewritten from what lies in the folder, so that two runs merge."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from framing.batch.places import INDEX, lock_place, recall, remembered
from framing.files import write_whole
from framing.reporting.folders import find_differences, read_manifest

COLUMNS = (
    "report", "state", "question", "tier", "articles", "outlets", "events", "first", "last",
    "finding", "reason", "scope", "page",
)  # fmt: skip
_PAGES = ("index.html", "report.md", "report.docx", "report.pdf")  # what a link opens, first there
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_index(out: Path) -> Path:
    """Write index.html, index.json and index.csv; one run at a time, and only where they differ."""
    from filelock import FileLock

    with FileLock(lock_place(out, "")):
        rows = find_rows(out)
        made = {
            "index.json": json.dumps(rows, ensure_ascii=False, indent=1) + "\n",
            "index.csv": _csv(rows),
            "index.html": render_index(rows),
        }
        for name in INDEX:
            raw = made[name].encode("utf-8", "replace")
            path = out / name
            if not path.is_file() or path.read_bytes() != raw:
                write_whole(path, raw, durable=False)
    return out / "index.html"


def find_rows(out: Path) -> list[dict[str, Any]]:
    """One row for each report in a folder, and for each that failed, by name.

    ``state`` is report, changed by hand, failed (nothing is there) or old (the last try failed, the
    report is of an earlier state of the study).
    """
    names = {path.parent.name for path in out.glob("*/manifest.json")}
    rows = []
    for name in sorted(names | set(remembered(out))):
        failure = recall(out, name).get("failure")
        manifest = read_manifest(out / name)
        if manifest is None and not failure:
            continue  # removed since
        rows.append(_row(out / name, manifest, failure["reason"] if failure else ""))
    return rows


def _row(folder: Path, manifest: dict[str, Any] | None, reason: str) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(COLUMNS, "")
    row |= {"report": folder.name, "state": "failed", "reason": reason}
    row |= {"articles": 0, "outlets": 0, "events": 0}
    if manifest is None:
        return row
    articles = list(manifest.get("articles", {}).values())
    dates = sorted(article["date"] for article in articles if article["date"])
    findings = manifest.get("findings", [])
    page = next((name for name in _PAGES if (folder / name).is_file()), "")
    found = find_differences(folder, manifest)
    edited = found is None or found.by_hand or found.missing
    return row | {
        "state": "old" if reason else "changed by hand" if edited else "report",
        "question": manifest.get("question", ""),
        "tier": manifest["tier"],
        "articles": len(articles),
        "outlets": len({article["outlet"] for article in articles}),
        "events": len({article["event"] for article in articles} - {""}),
        "first": dates[0] if dates else "",
        "last": dates[-1] if dates else "",
        "finding": findings[0]["text"] if findings else "",
        "scope": manifest["scope"],
        "page": f"{folder.name}/{page}" if page else "",
    }


def _csv(rows: list[dict[str, Any]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([[_defused(row[name]) for name in COLUMNS] for row in rows])
    return stream.getvalue()


def _defused(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def render_index(rows: list[dict[str, Any]]) -> str:
    """The index as one small page; everything from studies is escaped."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    from framing.reporting.formats import visible

    own = files("framing.batch").joinpath("templates")
    style = files("framing.reporting.page").joinpath("templates/style/page.css").read_text("utf-8")
    style += own.joinpath("index.css").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string(own.joinpath("index.html").read_text("utf-8"))
    return template.render(
        rows=[{name: visible(str(value)) for name, value in row.items()} for row in rows],
        style=Markup(style),
        script=Markup(own.joinpath("index.js").read_text("utf-8")),
        n_failed=sum(row["state"] == "failed" for row in rows),
        n_old=sum(row["state"] == "old" for row in rows),
    )
