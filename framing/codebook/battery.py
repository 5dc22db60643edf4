"""The battery of questions on generic frames, from its data file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from framing.records.coding import Item


@cache
def load_battery() -> tuple[Item, ...]:
    """Twenty yes/no questions in five frames, after Semetko and Valkenburg (2000).

    References
    ----------
    doi:10.1111/j.1460-2466.2000.tb02843.x
    """
    text = files("framing.codebook").joinpath("base/battery.yaml").read_text("utf-8")
    frames = yaml.safe_load(text)["frames"]
    return tuple(
        Item(variable, frame, question)
        for frame, entry in frames.items()
        for variable, question in entry["items"].items()
    )
