"""Paper by Chromium, for machines without WeasyPrint; its contents has no page numbers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from framing.errors import MissingPackageError

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
SECONDS = 120  # a report takes about five
_OPTIONS = (
    "--headless", "--disable-gpu", "--disable-extensions", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--no-pdf-header-footer",
    "--no-default-browser-check", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--generate-pdf-document-outline", "--export-tagged-pdf",
)  # fmt: skip
# Chromium writes the time into the file; all days are the same length, so offsets stay true.
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[+-]\d\d'\d\d'\)")
_NO_DATE = rb"\g<1>20000101000000+00'00')"


def find_chromium() -> str:
    """The first browser of the Chromium family in the path; empty without one."""
    return next(filter(None, map(shutil.which, NAMES)), "")


def print_with_chromium(page: str, *, program: str, file: str = "report.pdf") -> bytes:
    """A page as PDF, with a profile of its own and without the network.

    Raises
    ------
    MissingPackageError
        When the browser prints nothing, or not in time.
    """
    # As root, and in most containers, Chromium starts only without its sandbox. What it prints is
    # a page of ours without scripts.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "page.html").write_text(page, "utf-8")
        command = [
            program, *_OPTIONS, *sandbox, f"--user-data-dir={folder / 'profile'}",
            f"--print-to-pdf={folder / 'page.pdf'}", (folder / "page.html").as_uri(),
        ]  # fmt: skip
        said = _run(command)
        if not (folder / "page.pdf").is_file():
            raise MissingPackageError(
                f"{file} is not made: {program} printed nothing ({said}). Install WeasyPrint: "
                "pip install 'framing[pdf]'."
            )
        return _DATE.sub(_NO_DATE, (folder / "page.pdf").read_bytes())


def _run(command: list[str]) -> str:
    """Run a browser; what went wrong, in a few words."""
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"not within {SECONDS} seconds"
    except OSError as error:
        return error.strerror or str(error)
    return f"exit code {done.returncode}"
