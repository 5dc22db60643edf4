"""Whether a report must be made: its folder looked at, without loading the study."""

from __future__ import annotations

from pathlib import Path

from framing.batch.places import recall
from framing.batch.records import FAILED, KEPT, UNCHANGED, Job, Outcome
from framing.batch.since import Since
from framing.reporting.folders import find_differences, read_manifest, say_by_hand


def look(job: Job, out: Path, *, digest: str, since: Since | None, force: bool) -> Outcome | None:
    """What is there already: the report, one changed by hand, the same failure; else None.

    Parameters
    ----------
    job
        With its name.
    out
        Folder of the batch.
    digest
        What the report would be made from.
    since
        Which of the articles are new.
    force
        Make it whatever is there.
    """
    if force:
        return None
    folder = out / job.name
    manifest = read_manifest(folder)
    if manifest is not None:
        found = find_differences(folder, manifest)
        if found is None or found.by_hand:
            names = found.by_hand if found else ("older than its list of files",)
            return Outcome(job, KEPT, say_by_hand(folder, names))
        if manifest.get("digest") == digest and not found.missing:
            new = since.new_of(job.name, manifest["articles"]) if since else ()
            return Outcome(job, UNCHANGED, n_articles=len(manifest["articles"]), new=new)
    failure = recall(out, job.name).get("failure") or {}
    if failure.get("digest") == digest:
        return Outcome(job, FAILED, failure["reason"], lasts=True)
    return None
