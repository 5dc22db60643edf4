"""The verb portrayal: the tone of sentences toward the codebook's actors."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from framing.annotate.portrayal.model import load_model
from framing.annotate.portrayal.transformer import find_model
from framing.annotate.validity import load_validity
from framing.engine.mentions import layer_shares, mention_rows
from framing.engine.run import Run
from framing.records.scope import Scope

_ITEM, _WITHIN = ("actor", "voice", "tone"), ("actor", "voice")


def portrayal(
    run: Run, *, scope: Scope | None = None, shares: bool = False, model: Path | None = None
) -> pl.DataFrame:
    """The tone of each sentence toward each actor of the codebook that it names.

    Tone is how the sentence makes the actor look; it is no stance. Bad news about somebody is
    negative without anybody being against them.

    Parameters
    ----------
    run, scope
        The run, and which sentences count.
    shares
        Shares by tone instead of one row a sentence and actor.
    model
        Folder of a local Hugging Face model that reads a sentence and a name and has the labels
        negative, neutral and positive; without it the model in the package.

    Raises
    ------
    UsageError
        Where the folder is no such model.
    MissingPackageError
        Where it is one and transformers is not installed.

    Returns
    -------
    DataFrame
        Mentions: ``actor``, ``side``, ``tone``, its probabilities, ``speaker`` (whose words),
        ``sentence``. Shares: by tone within actor and voice. Shares of two actors must not be
        compared as if the model erred alike for both: see the model card.
    """
    scope = scope or run.study.options.scope
    rows = mention_rows(run, run.portrayals(model), scope)
    return layer_shares(run, rows, item=_ITEM, within=_WITHIN, scope=scope) if shares else rows


def describe_method(model: Path | None = None) -> str:
    """One line: which model says so, how it was measured, and what its answer is not."""
    if model is not None:
        version = find_model(model).version
        return f"tone by model {version}, not measured on these outlets; tone is no stance"
    macro_f1 = next(v for v in load_validity() if v.detector.startswith("Portrayal")).scores[
        "macro_F1"
    ]
    return (
        f"tone by linear {load_model()[1]}, trained on US politics (macro-F1 {macro_f1:.2f} there, "
        "not on these outlets); tone is no stance"
    )
