"""One hash of all that a report is a function of: the study's files, the code, the libraries."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path

from framing.batch.records import Job
from framing.reporting.forms import DEFAULT_FORMS

# Of spaCy's model, which [options] syntax may ask for; it is nobody's requirement.
_MODELS = ("en_core_web_sm",)
_SKIN = "cli"  # says how things are asked for, not what comes out


@cache
def environment_hash() -> str:
    """Of this package's files and of the versions of Python and of all libraries it may use."""
    digest = hashlib.sha256()
    root = Path(str(files("framing")))
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and "__pycache__" not in name and not name.startswith(f"{_SKIN}/"):
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(json.dumps([platform.python_version(), *_versions()]).encode())
    return digest.hexdigest()[:16]


def _versions() -> list[tuple[str, str]]:
    named = {
        re.split(r"[^A-Za-z0-9_.-]", line, maxsplit=1)[0] for line in requires("framing") or []
    }
    found = []
    for name in sorted({"framing", *named, *_MODELS}):
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:  # an extra that is not installed
            found.append((name, ""))
    return found


def digest_of(job: Job, study: str, inputs: tuple[tuple[str, str], ...]) -> str:
    """The hash that tells whether a report need not be made again.

    Parameters
    ----------
    job
        What is asked for.
    study
        Its id, which may be that of its folder.
    inputs
        ``Study.inputs``.
    """
    content = {
        "study": study,
        "inputs": inputs,
        "events": sorted(job.events),
        "groups": sorted(job.groups),
        "forms": sorted(job.forms or DEFAULT_FORMS),
        "texts": job.texts,
        "environment": environment_hash(),
    }
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]
