"""What a report says of itself: what it was made from, what it found, how it was made."""

from __future__ import annotations

from framing.reporting.desk import Desk
from framing.reporting.model import Finding, plain


def build_manifest(desk: Desk, findings: tuple[Finding, ...]) -> dict[str, object]:
    """The content of ``manifest.json``, but for the list of files, which the writer adds.

    ``articles`` are those that the report measures, with the hash of the text; two manifests tell
    which came, went or were edited.
    """
    inputs = desk.inputs
    options = inputs.options
    rows = desk.measured.sort("article").select("article", "outlet", "event", "date", "hash")
    return {
        "study": inputs.study,
        "question": inputs.question,
        "tier": inputs.design.tier,
        "findings": [{"kind": f.kind, "claim": f.claim, "text": plain(f.text)} for f in findings],
        "articles": {
            article: {"outlet": outlet, "event": event or "", "date": date or "", "hash": text[:16]}
            for article, outlet, event, date, text in rows.iter_rows()
        },
        "inputs": dict(sorted(inputs.hashes)),
        "codebook": {
            "name": inputs.codebook.name,
            "version": inputs.codebook.version,
            "hash": inputs.codebook.hash,
        },
        "scope": str(inputs.scope),
        "options": {
            "seed": options.seed, "level": options.level, "replicates": options.replicates,
            "interval": options.interval, "claim": options.claim,
            "outlet_weights": options.outlet_weights, "share": options.share,
            "texts": options.texts, "report_language": options.report_language,
        },
        "origin": dict(options.origin),
        "versions": dict(inputs.versions),
    }  # fmt: skip
