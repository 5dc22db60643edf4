"""The words that the script of the page puts in, in the language of the report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from framing.reporting.labels import VOICES
from framing.reporting.messages import _, n_

_FORMS = 120  # numbers asked for; above them the last two digits decide in every language


def script_words() -> dict[str, Any]:
    """Words by key; the script fills in ``{n}`` and the like. Those that count are ``_counted``."""
    return {
        **_problems(),
        "loading": _("Reading the passages …"),
        "passages": _counted(lambda n: n_("{n} passage", "{n} passages", n)),
        "passages_of": _("{n} of {all} passages"),
        "articles": _counted(lambda n: n_("{n} article", "{n} articles", n)),
        "skipped": _counted(lambda n: n_("{n} word", "{n} words", n)),
        "more": _counted(lambda n: n_("Show {n} more", "Show {n} more", n)),
        "step": _("Passage {k} of {n}"),
        "all": _("all ({n})"),
        "word": _("Word in the passage or near it"),
        "word_inside": _("Word in the passage"),
        "no_event": _("no event"),
        "no_voice": _("not told apart"),
        "no_date": _("no date"),
        "wire": _("text of the agency {agency}"),
        "original": _("original page"),
        "excerpts": _("Excerpts: what lies between is left out."),
        "tie": _("the same sentence in another article"),
        "dark": _("Dark"),
        "light": _("Light"),
        "csv": _("Download CSV"),
        "rows_of": _("{n} of {all} rows"),
        "any": _("all"),
        "which": _("Article"),
        "side_by_side": _("{event}, articles side by side"),
        "tied": _("{n}, the same sentence in another article"),
        "voices": {key: _(label) for key, label in VOICES.items()},
        "layers": _layers(),
    }


def _problems() -> dict[str, str]:
    return {
        "old_browser": _(
            "This browser cannot unpack the passages (it lacks DecompressionStream; browsers since "
            "2023 have it). report.md and tables/ beside this page hold them."
        ),
        "no_folder": _(
            "The file {file} cannot be read. This page needs the folder evidence/ beside it: copy "
            "the whole folder of the report, not index.html alone."
        ),
        "unknown": _("This page has no such passage."),
    }


def _layers() -> dict[str, str]:
    return {
        "names": _("All names"),
        "voices": _("All attributions"),
        "stance": _("All stances"),
        "facts": _("All wordings of facts"),
        "words": _("Passages of the words listed"),
        "carried": _("Passages of what outlets carry of events"),
        "portrayal": _("All portrayals"),
        "frames": _("All indicators of frames"),
        "coded": _("All units coded by hand"),
        "other": _("Other passages"),
    }


def _counted(message: Callable[[int], str]) -> dict[str, Any]:
    """The forms of a message that counts, and which of them each number takes."""
    said = [message(n) for n in range(_FORMS)]
    forms = list(dict.fromkeys(said))
    return {"forms": forms, "which": [forms.index(text) for text in said]}
