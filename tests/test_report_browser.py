"""The report in a real browser: it opens from disk, without network, and fits a phone."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from framing.engine.run import Run
from framing.engine.verbs.report import gather
from framing.reporting import build_report, write_report

pytestmark = pytest.mark.skipif(
    os.environ.get("FRAMING_NO_BROWSER") == "1", reason="FRAMING_NO_BROWSER=1: no browser wanted"
)
_PHONE = 390
# Reads a page in a frame as wide as a phone, follows a link of a finding, and writes what it saw.
_PROBE = """<!DOCTYPE html><title>probe</title><body style="margin:0">
<iframe id="f" width="{width}" height="800" style="border:0" srcdoc="{page}"></iframe>
<p id="seen"></p><script>
document.getElementById("f").addEventListener("load", function () {{
  var page = this.contentDocument, root = page.documentElement;
  var link = page.querySelector(".findings a[href^='#e-']");
  link.click();
  var dialog = page.querySelector("dialog");
  document.getElementById("seen").textContent = JSON.stringify({{
    wide: root.scrollWidth, opened: dialog.open, passage: dialog.querySelectorAll("li").length,
    figures: page.querySelectorAll("figure svg").length, loaded: performance.getEntriesByType(
      "resource").filter(function (e) {{ return e.name.indexOf("http") === 0; }}).length }});
}});</script>"""


@pytest.fixture(scope="module")
def folder(kurils: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("browser") / "report"
    write_report(build_report(gather(kurils)), out)
    return out


def chromium(address: Path, tmp_path: Path, *options: str) -> str:
    command = shutil.which("chromium")
    assert command, "the command chromium is not there; install it, or set FRAMING_NO_BROWSER=1"
    done = subprocess.run(
        [
            command, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path / 'profile'}",
            *options, address.as_uri(),
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return done.stdout


def test_the_page_opens(folder: Path, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    chromium(folder / "index.html", tmp_path, f"--screenshot={picture}", "--window-size=1280,2000")
    assert picture.stat().st_size > 50_000
    page = chromium(folder / "index.html", tmp_path, "--dump-dom")
    assert "<title>How do six invented outlets" in page
    assert page.count('<li id="finding-') >= 3
    assert re.search(r'<figure id="f-names[^>]*>.*?<svg', page, re.S)
    target = re.search(r'class="ev" href="#(e-[0-9a-f]+)"', page)
    assert target and f'id="{target[1]}"' in page


def test_it_fits_a_phone_and_opens_passages(folder: Path, tmp_path: Path) -> None:
    page = html.escape((folder / "index.html").read_text("utf-8"), quote=True)
    probe = tmp_path / "probe.html"
    probe.write_text(_PROBE.format(width=_PHONE, page=page), encoding="utf-8")
    seen = chromium(probe, tmp_path, "--dump-dom", "--virtual-time-budget=5000")
    found = re.search(r'<p id="seen">(.*?)</p>', seen)
    assert found and found[1], "the probe saw nothing"
    wide = re.search(r'"wide":(\d+)', found[1])
    assert wide and int(wide[1]) <= _PHONE, found[1]
    assert '"opened":true' in found[1]
    assert not re.search(r'"passage":0', found[1])
    assert not re.search(r'"figures":0', found[1])
    assert '"loaded":0' in found[1]
