"""Reports of the teaching corpus (tier descriptive) and of tiny studies (tier reading)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import framing
from framing.engine.verbs.report import gather
from framing.reporting import Report, build_report

_HOSTILE = """\
<script>alert(1)</script> Blue Islands & "quotes"

The Blue Islands <img src=x onerror=alert(2)> are \u202enot\u202c for sale, $x^2$ said [a](b) ```.

"The Blue Islands are not for sale <b>ever</b>," Minister Ana <i>Norte</i> said in Lakeport.
"""
_CHANGES = {
    "articles/alpha_talks.txt": _HOSTILE,
    "outlets.csv": 'outlet,group\n"<b>Alpha</b> $x$",North\nBeta,North\nGamma,South\n',
    "articles.csv": (
        "file,outlet,date,event,url,title\n"
        "alpha_talks.txt,<b>Alpha</b> $x$,2019-05-06,talks,javascript:alert(3),=1+1\n"
        "beta_ferry.txt,Beta,2019-05-07,ferry,https://beta.example/,\n"
        "gamma_talks.txt,Gamma,2019-05-06,talks,,\n"
    ),
}


@pytest.fixture
def reading_report(make_study: Callable[..., Path]) -> Report:
    return build_report(gather(framing.open_study(make_study())))


@pytest.fixture
def hostile_report(make_study: Callable[..., Path]) -> Report:
    """Of a study whose articles and tables try to break out of the page."""
    return build_report(gather(framing.open_study(make_study(_CHANGES))))
