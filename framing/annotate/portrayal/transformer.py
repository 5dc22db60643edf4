"""A transformer in a local folder instead of the model in the package; never from a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from framing.annotate.portrayal.model import TONES
from framing.annotate.spans import annotation_id
from framing.errors import MissingPackageError, UsageError
from framing.files import hash_file
from framing.records.tables import PORTRAYALS

_DIGITS = 6
_LOCAL = {"local_files_only": True, "trust_remote_code": False}
_SPELLINGS = {"neg": "negative", "neu": "neutral", "pos": "positive"}
# Sentence and name in, one probability a label out.
Judge = Callable[[str, str], dict[str, float]]


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A folder with a model of Hugging Face's format.

    ``version`` is the hash of its files, ``tones`` the tone that each of its labels means.
    """

    folder: Path
    version: str
    tones: tuple[tuple[str, str], ...]


def find_model(folder: Path) -> LocalModel:
    """Read what a folder holds; nothing is loaded yet.

    Raises
    ------
    UsageError
        Without ``config.json``, or where its labels are not the three tones.
    """
    path = folder / "config.json"
    if not path.is_file():
        raise UsageError(
            f"--model {folder}: no config.json there; allowed: a folder with a model that "
            "transformers saved (save_pretrained); framing never downloads one"
        )
    try:
        config = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"--model {folder}: config.json is no JSON ({error})") from None
    digest = hashlib.sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        digest.update(f"{file.relative_to(folder).as_posix()}\0{hash_file(file)}".encode())
    return LocalModel(folder, digest.hexdigest()[:16], _read_tones(path, config))


def backend_versions() -> str:
    """Versions of the packages that run such a model: part of what its results depend on."""
    found = []
    for name in ("torch", "transformers"):
        with suppress(PackageNotFoundError):
            found.append(f"{name} {version(name)}")
    return ", ".join(found)


def _read_tones(path: Path, config: Any) -> tuple[tuple[str, str], ...]:
    """The tone of each label: exactly one label for each of the three."""
    names = config.get("id2label") if isinstance(config, dict) else None
    labels = [str(label) for label in names.values()] if isinstance(names, dict) else []
    tones = [_SPELLINGS.get(label.casefold(), label.casefold()) for label in labels]
    if sorted(tones) != sorted(TONES):
        found = ", ".join(labels) or "none"
        raise UsageError(
            f"--model {path.parent}: labels in config.json (id2label) are {found}; allowed: "
            f"{', '.join(TONES)}, each once; name them so in config.json if that is what they mean"
        )
    return tuple(zip(labels, tones, strict=True))


@cache
def load_judge(local: LocalModel) -> Judge:
    """The model behind one function; transformers is imported only here.

    Raises
    ------
    MissingPackageError
        Where transformers or PyTorch is not installed.
    UsageError
        Where the folder cannot be loaded as a classifier of text.
    """
    try:
        import torch  # noqa: F401
        import transformers
    except ImportError as error:
        raise MissingPackageError(
            f"--model needs transformers and PyTorch ({error}); next: "
            "pip install 'framing[transformers]'"
        ) from None
    folder = str(local.folder)
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **_LOCAL)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(folder, **_LOCAL)
    except (OSError, ValueError) as error:
        reason = str(error).split("\n")[0]
        raise UsageError(f"--model {folder} is no classifier of text: {reason}") from None
    classify = transformers.TextClassificationPipeline(model=model, tokenizer=tokenizer)

    def judge(sentence: str, name: str) -> dict[str, float]:
        given = {"text": sentence, "text_pair": name}
        said = classify(given, top_k=None, truncation=True, function_to_apply="softmax")
        return {one["label"]: float(one["score"]) for one in said}

    return judge


def judge_portrayals(portrayals: pl.DataFrame, local: LocalModel, judge: Judge) -> pl.DataFrame:
    """The same rows with the tone that a local model finds.

    The model is given the sentence and, as a second text, the first mention as it stands; it sees
    who is named. Each pair is asked alone, so that no row depends on its company.

    Returns
    -------
    DataFrame
        Schema ``PORTRAYALS``; ``rule`` is ``model`` and the version of the folder.
    """
    known: dict[tuple[str, str], Sequence[float]] = {}
    rows = []
    for row in portrayals.iter_rows(named=True):
        pair = (row["sentence"], row["text"])
        if pair not in known:
            said = judge(*pair)
            by_tone = {tone: said[label] for label, tone in local.tones}
            known[pair] = np.round([by_tone[tone] for tone in TONES], _DIGITS).tolist()
        likely = known[pair]
        rule = f"model {local.version}"
        key = f"{row['actor']} {rule}"
        rows.append(
            row
            | dict(zip(TONES, likely, strict=True))
            | {
                "id": annotation_id("portrayals", row["article"], row["start"], row["end"], key),
                "tone": TONES[int(np.argmax(likely))],
                "rule": rule,
            }
        )
    return pl.DataFrame(rows, schema=PORTRAYALS, orient="row")
