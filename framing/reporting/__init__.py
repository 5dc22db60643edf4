"""A frozen Report value, and the renderers that only read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from framing.reporting.build import build_report, summary
    from framing.reporting.inputs import ReportInputs
    from framing.reporting.model import Report
    from framing.reporting.write import write_report

# Loaded when first used: whoever writes a table as CSV need not wait for matplotlib.
_HOMES = {
    "Report": "framing.reporting.model",
    "ReportInputs": "framing.reporting.inputs",
    "build_report": "framing.reporting.build",
    "summary": "framing.reporting.build",
    "write_report": "framing.reporting.write",
}

__all__ = ["Report", "ReportInputs", "build_report", "summary", "write_report"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'framing.reporting' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
