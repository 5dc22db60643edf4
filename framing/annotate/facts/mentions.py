"""The same fact in each outlet's words and grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from framing.annotate.documents import Document, Partition, Sentence
from framing.annotate.facts.candidates import Candidate, find_candidates
from framing.annotate.facts.nouns import read_noun
from framing.annotate.facts.readings import Found, Reading
from framing.annotate.facts.spelled import find_head, read_spelled
from framing.annotate.facts.verbs import read_verb
from framing.annotate.facts.words import Range, Words, load_grammar, overlaps
from framing.annotate.spans import (
    Annotated,
    annotation_id,
    characters,
    innermost,
    sentence_at,
    voice_at,
)
from framing.codebook.matching import Hit, keep_longest
from framing.records.codebook import Codebook
from framing.records.tables import FACTS, table

_MEMORY = 60  # words back to the name that "it" or "they" may stand for
_PRONOUNS = frozenset(("them", "they"))
_OWN = frozenset(("its", "their", "his", "her"))


@dataclass(frozen=True, slots=True)
class Telling:
    """A candidate that was read: its act in words, and by which engine."""

    candidate: Candidate
    act: Found
    reading: Reading
    engine: str


Read = Callable[[Words, Candidate, Found], tuple[Reading | None, str]]


def find_facts(
    partition: Partition,
    annotated: Sequence[Annotated],
    *,
    codebook: Codebook,
    attribution_ids: Sequence[Sequence[str]],
    read: Read | None = None,
) -> pl.DataFrame:
    """Mentions of the codebook's facts with wording, grammar, agent and recipient.

    The span is that of the act. ``grammar`` is ``active``, ``passive``, ``nominal`` (Fowler et
    al. 1979, ch. 10; Trew 1979) or ``middle``, a verb whose subject is what was acted on ("changed
    hands"; Halliday and Matthiessen 2014, 5.7); ``agency`` says whether an agent is stated.
    ``status`` is ``told``, ``denied`` or ``proposed``. Where wordings of a fact overlap, the
    longest act wins.

    Parameters
    ----------
    partition, annotated, attribution_ids
        Documents with their attributions and the ids of these.
    codebook
        Its facts.
    read
        What reads a candidate's clause, and its name; the rules where it is not given.

    Returns
    -------
    DataFrame
        Schema ``FACTS``, sorted by article and start.
    """
    rows: list[dict[str, object]] = []
    everything = find_candidates(partition, codebook)
    for one, candidates, ids in zip(annotated, everything, attribution_ids, strict=True):
        told = [t for c in candidates if (t := _tell(one.document, c, read or read_by_rules))]
        for fact in codebook.facts:
            for telling in _longest([t for t in told if t.candidate.fact.id == fact.id]):
                rows.append(_row(one, telling, ids))
    return table(rows, FACTS).sort("article", "start", "rule")


def read_by_rules(words: Words, candidate: Candidate, act: Found) -> tuple[Reading | None, str]:
    """The reading by rules."""
    if candidate.act is None:
        return read_spelled(words, act, candidate.hit, candidate.roles), "rules"
    reader = read_noun if act.kind == "noun" else read_verb
    return reader(words, act, candidate.roles), "rules"


def _tell(document: Document, candidate: Candidate, read: Read) -> Telling | None:
    words = Words(document, sentence_at(document, document.starts[candidate.hit.first]))
    if candidate.act and not _has_object(words, candidate):
        return None
    act = candidate.act or find_head(words, candidate.hit)
    reading, engine = read(words, candidate, act)
    if reading is None or not _fits(document, candidate, reading):
        return None
    return Telling(candidate, act, reading, engine)


def _has_object(words: Words, candidate: Candidate) -> bool:
    """Whether the sentence names what the fact acts on, or has a pronoun for it."""
    if any(words.first <= span[0] < words.last for span in candidate.roles.objects):
        return True
    return not _PRONOUNS.isdisjoint(words.document.words[words.first : words.last])


def _fits(document: Document, candidate: Candidate, reading: Reading) -> bool:
    """Whether agent and recipient, where stated, are those of this fact."""
    wording, allowed = candidate.wording, candidate.allowed
    pairs = (
        ("agent", reading.agent, allowed.agents),
        ("recipient", reading.recipient, allowed.recipients),
    )
    for part, span, known in pairs:
        if span is None:
            if part in wording.needs:
                return False
        elif part in candidate.bound and not _is_known(document, span, known):
            return False
    return True


def _is_known(document: Document, span: Range, known: tuple[Range, ...]) -> bool:
    if overlaps(span, known):
        return True
    word = document.words[span[0]]
    pronoun = word in load_grammar()["subjects"] or word in _OWN
    ahead = sentence_at(document, document.starts[span[0]]).last  # "After it seized ..., Nordia"
    return pronoun and any(span[0] - _MEMORY <= first < ahead for first, _ in known)


def _longest(told: list[Telling]) -> list[Telling]:
    """Tellings whose acts do not overlap; a spelled pattern counts with all its words."""
    hits = [Hit(k, t.candidate.hit.first, t.candidate.hit.last) for k, t in enumerate(told)]
    return [told[hit.pattern] for hit in keep_longest(hits)]


def _row(one: Annotated, telling: Telling, ids: Sequence[str]) -> dict[str, object]:
    document, act, reading = one.document, telling.act, telling.reading
    start, end = characters(document, act.first, act.end)
    sentence = sentence_at(document, start)
    parent = innermost(one, start, end)
    rule = f"{telling.candidate.fact.id}.{telling.candidate.wording.id}"
    return {
        "id": annotation_id("facts", document.article, start, end, rule),
        "article": document.article,
        "fact": telling.candidate.fact.id,
        "wording": telling.candidate.wording.id,
        "verb": act.lemma,
        "grammar": reading.grammar,
        "construction": reading.construction,
        "agency": "deleted" if reading.agent is None else "stated",
        "agent": _text(document, reading.agent),
        "recipient": _text(document, reading.recipient),
        "status": reading.status,
        **_position(document, sentence, start),
        "voice": voice_at(one, start, end, sentence.role),
        "start": start,
        "end": end,
        "text": document.text[start:end],
        "sentence": document.text[sentence.start : sentence.end],
        "engine": telling.engine,
        "rule": rule,
        "parent": None if parent is None else ids[parent],
    }


def _text(document: Document, span: Range | None) -> str | None:
    return None if span is None else document.text[slice(*characters(document, *span))]


def _position(document: Document, sentence: Sentence, start: int) -> dict[str, object]:
    """Where in the article; ``depth`` is the share of the body's characters before it."""
    if sentence.role != "body":
        return {"position": sentence.role, "depth": None}
    body = [s for s in document.sentences if s.role == "body"]
    depth = (start - body[0].start) / max(body[-1].end - body[0].start, 1)
    first = sentence.number == body[0].number
    return {"position": "first sentence" if first else "body", "depth": round(depth, 3)}
