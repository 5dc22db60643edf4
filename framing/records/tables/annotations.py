"""Tables of annotation layers."""

from __future__ import annotations

from framing.records.tables.schema import FLAG, INT, REAL, TEXT, Schema

# Layers of annotation. ``id`` hashes article, layer, span and rule; ``parent`` is the id of the
# attribution a row stands in.
_START: Schema = {"id": TEXT, "article": TEXT}
_SPAN: Schema = {"start": INT, "end": INT, "text": TEXT}
_MADE: Schema = {"rule": TEXT, "parent": TEXT}
NAMES: Schema = {
    **_START,
    "entity": TEXT,
    "name": TEXT,
    "side": TEXT,
    "mode": TEXT,
    "gloss": TEXT,
    "gloss_owner": TEXT,
    "scare": FLAG,
    "pair": TEXT,
    "first": FLAG,
    "voice": TEXT,
    **_SPAN,
    **_MADE,
}
ATTRIBUTIONS: Schema = {
    **_START,
    "speaker": TEXT,
    "source_text": TEXT,
    "actor": TEXT,
    "side": TEXT,
    "source_form": TEXT,
    "source_type": TEXT,
    "cue": TEXT,
    "cue_class": TEXT,
    "quotation": TEXT,
    "content_words": INT,
    **_SPAN,
    **_MADE,
}
SPANS: Schema = {"id": TEXT, "article": TEXT, "part": TEXT, "k": INT, "start": INT, "end": INT}
STANCES: Schema = {
    **_START,
    "target": TEXT,
    "position": TEXT,
    "kind": TEXT,
    "holder": TEXT,
    "holder_side": TEXT,
    "hedge": TEXT,
    "negated": FLAG,
    "negator": TEXT,
    "mood": TEXT,
    "voice": TEXT,
    **_SPAN,
    "sentence": TEXT,
    **_MADE,
}
# Why a stance is what it is: one row a piece of evidence, ``id`` is the stance's. ``what`` is the
# entry of a codebook (``where``: its file and line), ``effect`` what it did.
EVIDENCE: Schema = {
    **_START,
    "k": INT,
    "part": TEXT,
    **_SPAN,
    "what": TEXT,
    "where": TEXT,
    "effect": TEXT,
}
FACTS: Schema = {
    **_START,
    "fact": TEXT,
    "wording": TEXT,
    "verb": TEXT,
    "grammar": TEXT,
    "construction": TEXT,
    "agency": TEXT,
    "agent": TEXT,
    "recipient": TEXT,
    "status": TEXT,
    "position": TEXT,
    "depth": REAL,
    "voice": TEXT,
    **_SPAN,
    "sentence": TEXT,
    "engine": TEXT,
    **_MADE,
}
# Frames: passages that indicate an element, and wordings that a list asks to look at.
INDICATORS: Schema = {
    **_START,
    "element": TEXT,
    "indicator": TEXT,
    "frames": TEXT,
    "voice": TEXT,
    **_SPAN,
    "sentence": TEXT,
    **_MADE,
}
LISTED: Schema = {
    **_START,
    "kind": TEXT,
    "list": TEXT,
    "note": TEXT,
    "voice": TEXT,
    **_SPAN,
    "sentence": TEXT,
    **_MADE,
}
# The tone of a sentence toward an actor; the three probabilities add up to 1.
PORTRAYALS: Schema = {
    **_START,
    "actor": TEXT,
    "side": TEXT,
    "tone": TEXT,
    "negative": REAL,
    "neutral": REAL,
    "positive": REAL,
    "speaker": TEXT,
    "voice": TEXT,
    **_SPAN,
    "sentence": TEXT,
    **_MADE,
}
