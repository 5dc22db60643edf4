"""framing: compare how outlets frame the same events, with evidence and doubt for every number.

>>> import framing
>>> study = framing.open_study("corpora/kurils")  # doctest: +SKIP
>>> framing.names(study)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from framing.batch.compared.compare import compare_runs
    from framing.batch.run import batch_reports
    from framing.engine.verbs.absent import absent
    from framing.engine.verbs.agree import agree
    from framing.engine.verbs.classify import classify
    from framing.engine.verbs.collocates import collocates
    from framing.engine.verbs.copies import copies
    from framing.engine.verbs.correct import correct
    from framing.engine.verbs.decompose import decompose
    from framing.engine.verbs.design import design
    from framing.engine.verbs.diff import diff
    from framing.engine.verbs.divergence import divergence
    from framing.engine.verbs.exercise import answers, exercise
    from framing.engine.verbs.facts import facts
    from framing.engine.verbs.frames import frames
    from framing.engine.verbs.kwic import kwic
    from framing.engine.verbs.lesson import lesson
    from framing.engine.verbs.lockwords import lockwords
    from framing.engine.verbs.names import names
    from framing.engine.verbs.omissions import omissions
    from framing.engine.verbs.plot import plot
    from framing.engine.verbs.portrayal import portrayal
    from framing.engine.verbs.power import power
    from framing.engine.verbs.sample import sample
    from framing.engine.verbs.selfcheck import selfcheck
    from framing.engine.verbs.stance import stance
    from framing.engine.verbs.style import style
    from framing.engine.verbs.timeline import timeline
    from framing.engine.verbs.trying import try_text
    from framing.engine.verbs.validate import validate
    from framing.engine.verbs.voices import voices
    from framing.engine.verbs.words import words
    from framing.records.scope import Scope
    from framing.study.api import check, new, open_study, report, show
    from framing.study.evaluate import evaluate
    from framing.study.events import events
    from framing.study.fetch import fetch
    from framing.study.imports import import_sources
    from framing.web.serve import serve

# Loaded when first used, so that `framing --help` stays quick.
_HOMES = {
    "compare_runs": "framing.batch.compared.compare",
    "batch_reports": "framing.batch.run",
    "Scope": "framing.records.scope",
    "agree": "framing.engine.verbs.agree",
    "classify": "framing.engine.verbs.classify",
    "copies": "framing.engine.verbs.copies",
    "correct": "framing.engine.verbs.correct",
    "names": "framing.engine.verbs.names",
    "voices": "framing.engine.verbs.voices",
    "stance": "framing.engine.verbs.stance",
    "answers": "framing.engine.verbs.exercise",
    "exercise": "framing.engine.verbs.exercise",
    "facts": "framing.engine.verbs.facts",
    "frames": "framing.engine.verbs.frames",
    "omissions": "framing.engine.verbs.omissions",
    "plot": "framing.engine.verbs.plot",
    "portrayal": "framing.engine.verbs.portrayal",
    "power": "framing.engine.verbs.power",
    "sample": "framing.engine.verbs.sample",
    "validate": "framing.engine.verbs.validate",
    "selfcheck": "framing.engine.verbs.selfcheck",
    "words": "framing.engine.verbs.words",
    "collocates": "framing.engine.verbs.collocates",
    "lesson": "framing.engine.verbs.lesson",
    "lockwords": "framing.engine.verbs.lockwords",
    "absent": "framing.engine.verbs.absent",
    "kwic": "framing.engine.verbs.kwic",
    "decompose": "framing.engine.verbs.decompose",
    "design": "framing.engine.verbs.design",
    "style": "framing.engine.verbs.style",
    "timeline": "framing.engine.verbs.timeline",
    "try_text": "framing.engine.verbs.trying",
    "open_study": "framing.study.api",
    "report": "framing.study.api",
    "show": "framing.study.api",
    "new": "framing.study.api",
    "evaluate": "framing.study.evaluate",
    "events": "framing.study.events",
    "diff": "framing.engine.verbs.diff",
    "divergence": "framing.engine.verbs.divergence",
    "import_sources": "framing.study.imports",
    "fetch": "framing.study.fetch",
    "check": "framing.study.api",
    "serve": "framing.web.serve",
}

__all__ = [
    "Scope",
    "absent",
    "agree",
    "answers",
    "batch_reports",
    "check",
    "classify",
    "collocates",
    "compare_runs",
    "copies",
    "correct",
    "decompose",
    "design",
    "diff",
    "divergence",
    "evaluate",
    "events",
    "exercise",
    "facts",
    "fetch",
    "frames",
    "import_sources",
    "kwic",
    "lesson",
    "lockwords",
    "names",
    "new",
    "omissions",
    "open_study",
    "plot",
    "portrayal",
    "power",
    "report",
    "sample",
    "selfcheck",
    "serve",
    "show",
    "stance",
    "style",
    "timeline",
    "try_text",
    "validate",
    "voices",
    "words",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
