"""From the findings of single sentences to the attributions of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from framing.annotate.attribution.beside import find_signature
from framing.annotate.attribution.cast import Cast
from framing.annotate.attribution.findings import Finding
from framing.annotate.attribution.lexicon import Lexicon
from framing.annotate.attribution.names import Speaker
from framing.annotate.attribution.records import Attribution, Quote, Span
from framing.annotate.attribution.references import Place
from framing.annotate.attribution.rules import read_unit
from framing.annotate.attribution.speakers import resolve
from framing.annotate.attribution.units import MARK, Unit, find_units
from framing.annotate.documents import Document

_MAX_LOOSE = 2  # words outside the marks in a sentence that is nothing but a quotation
_MAX_BARE = 12  # words of a sentence that names the source of the paragraph before
_MIN_SPEECH = 7  # characters with the marks: "Yes." is speech, "R" is not
_ANONYMOUS = re.compile(
    r"(?:who|speaking|spoke|declin\w+|request\w+|ask\w+)\b[^.\"“”]{0,50}?"
    r"(?:anonym|not to be (?:named|identified|quoted)|to be (?:named|identified)|unnamed)"
)
_TRIM = " \t\r\n\u00a0,.;:!?…—–-"


def assemble(document: Document, quotes: list[Quote], lexicon: Lexicon) -> list[Attribution]:
    """All attributions of an article, in the order of their contents."""
    findings = list(_link(find_units(document, quotes, lexicon)))
    if not findings:
        return []
    cast = Cast(document, lexicon, quotes=quotes)
    made: dict[tuple[object, ...], Attribution] = {}
    before, before_at = None, -1
    for finding, after in zip_longest(findings, findings[1:]):
        cue = _cue_span(finding)
        content, quotation = _content(finding, quotes)
        content = _without(content, cue)
        if not content:
            if finding.source and after and after.same and after.unit is finding.unit:
                # "The ministry protested, claiming ...": one speaker
                before_at = finding.unit.starts[finding.source[0]]
                before, _ = _speak(finding, cast, before_at, before, before_at)
            continue
        speaker, source = _speak(finding, cast, content[0][0], before, before_at)
        if finding.rule == "headline" and not speaker.kind and not cast.has(speaker.person):
            continue  # "The lake: a day of pride" has no speaker
        if not finding.unnamed and finding.rule != "noun":  # whose claim it is does not go on
            before, before_at = speaker, content[-1][1]
        # The first of two that say the same by the same rule stands: ids are made of these.
        made.setdefault(
            (content[0][0], content[-1][1], finding.rule),
            Attribution(
                source=(source,) if source else (),
                cue=cue,
                content=content,
                quotation="attitude" if finding.attitude else quotation,
                speaker=speaker.name,
                source_text=document.text[source[0] : source[1]] if source else "",
                source_form=speaker.form if source else "",
                source_type=speaker.kind,
                cue_lemma=finding.cue.lemma if finding.cue else "",
                cue_class=finding.cue.cue_class if finding.cue else "",
                rule=finding.rule,
                parent=None,
                described="; ".join(dict.fromkeys(speaker.person.told)) if speaker.person else "",
            ),
        )
    return _nest(list(made.values()))


def _speak(
    finding: Finding, cast: Cast, at: int, before: Speaker | None, before_at: int
) -> tuple[Speaker, Span | None]:
    """Who a finding means, and where the source stands."""
    unit = finding.unit
    source = unit.span(*finding.source) if finding.source else finding.signed
    if source and finding.rule in ("words", "noun") and unit.text[source[1] - 2] in "'’":
        source = source[0], source[1] - 2
    if finding.unnamed:
        return Speaker("", "unnamed"), None
    if finding.same and before is not None:
        return before, source
    if source is not None:
        phrase = unit.text[source[0] : source[1]]
        place = Place(source[0], min(unit.starts[0], at), before, before_at)
        speaker = resolve(cast, phrase, place)
        if speaker.person is None and _ANONYMOUS.search(unit.text, source[1], source[1] + 90):
            speaker = Speaker(speaker.name, "unnamed", None, "unnamed")
        return speaker, source
    person = cast.nearest(at)
    return before or Speaker(person.name if person else "", "", person), None


def _without(content: tuple[Span, ...], cue: Span | None) -> tuple[Span, ...]:
    """Content spans with the cue cut out, where a rule laid one over the other."""
    if cue is None or not any(a < cue[1] and cue[0] < b for a, b in content):
        return content
    pieces = [piece for a, b in content for piece in ((a, min(b, cue[0])), (max(a, cue[1]), b))]
    return tuple((a, b) for a, b in pieces if a < b)


def _link(units: Iterator[Unit]) -> Iterator[Finding]:
    """Findings in text order, with quotations that stand alone given to a cue nearby."""
    done: list[Finding] = []
    waiting: Finding | None = None  # a cue without content: its quotation may follow
    orphan: Unit | None = None  # a quotation without a cue: its source may follow
    for unit in units:
        found = read_unit(unit)
        bare = next((f for f in found if not f.content), None)
        if orphan is not None and bare is not None and _may_follow(bare, orphan):
            bare.quotes += _numbers(orphan)
            bare.rule, bare.reach, orphan = "after", unit.paragraph, None
        if orphan is not None and found and _opens_on(orphan, unit):
            # A quotation left open at the end of its paragraph goes on in the next.
            found[0].quotes += _numbers(orphan)
            orphan = None
        if orphan is not None:
            done += _adopt(orphan, done)
            orphan = None
        if found:
            done += found
            waiting = bare if bare is not None and not bare.quotes else None
        elif _is_pure(unit):
            if waiting is not None and _adjoins(waiting.unit, unit):
                waiting.quotes += _numbers(unit)
                waiting.rule, waiting.reach = "before", unit.paragraph
                waiting = None
            elif signed := find_signature(unit):
                done.append(
                    Finding(unit, None, None, None, False, [], "signed",
                            quotes=_numbers(unit), signed=signed)
                )  # fmt: skip
            elif _goes_on(unit, done):
                done += _adopt(unit, done)
            else:
                orphan = unit
        else:
            waiting = None
    if orphan is not None:
        done += _adopt(orphan, done)
    yield from done


def _opens_on(orphan: Unit, unit: Unit) -> bool:
    """Whether an open quotation is taken up by the one that opens the next paragraph."""
    last = orphan.text[orphan.ends[-1] - 1]
    return (
        unit.paragraph - orphan.paragraph == 1
        and _adjoins(orphan, unit)
        and unit.words[0] is MARK
        and orphan.words[-1] is MARK
        and last not in "\"”»“'’"
    )


def _may_follow(bare: Finding, orphan: Unit) -> bool:
    """Whether a cue without content is that of the quotation before it.

    From one paragraph to the next only where it says little else ("So Kono told reporters.").
    """
    near = bare.unit.paragraph == orphan.paragraph or bare.unit.n <= _MAX_BARE
    return near and _adjoins(orphan, bare.unit)


def _goes_on(unit: Unit, done: list[Finding]) -> bool:
    """Whether a quotation alone follows another of its own paragraph: "...," Kono said. "..." """
    last = next((f for f in reversed(done) if not f.attitude), None)
    if last is None or not _quotes_in(last):
        return False
    return unit.paragraph == max(last.unit.paragraph, last.reach)


def _adopt(orphan: Unit, done: list[Finding]) -> list[Finding]:
    """A quotation alone goes on with the last speaker of its own or the paragraph before."""
    numbers = _numbers(orphan)
    last = next(
        (f for f in reversed(done) if not (f.attitude or f.unnamed or f.rule == "noun")),
        None,
    )
    reach = max(last.unit.paragraph, last.reach) if last is not None else 0
    if last is not None and orphan.paragraph - reach <= 1:
        if reach == orphan.paragraph and _quotes_in(last):
            last.quotes += numbers
            return []
        return [
            Finding(last.unit, last.cue, last.cue_range, last.source, True, [], "continued",
                    quotes=numbers, reach=orphan.paragraph)
        ]  # fmt: skip
    return [Finding(orphan, None, None, None, False, [], "alone", quotes=numbers)]


def _adjoins(first: Unit, second: Unit) -> bool:
    return second.sentences[0] - first.sentences[1] == 1


def _is_pure(unit: Unit) -> bool:
    """A sentence that is nothing but a quotation, as long as speech is."""
    if unit.n - unit.words.count(MARK) > _MAX_LOOSE or MARK not in unit.words:
        return False
    k = unit.words.index(MARK)
    return unit.ends[k] - unit.starts[k] > _MIN_SPEECH


def _numbers(unit: Unit) -> list[int]:
    return [number for number in unit.quotes if number >= 0]


def _quotes_in(finding: Finding) -> bool:
    words = finding.unit.words
    return bool(finding.quotes) or any(MARK in words[a:b] for a, b in finding.content)


def _content(finding: Finding, quotes: list[Quote]) -> tuple[tuple[Span, ...], str]:
    """Character spans of a content and the kind of quotation that it is."""
    unit = finding.unit
    spans: list[Span] = [(quotes[n].start, quotes[n].end) for n in finding.quotes]
    n_words = n_quotes = 0
    for a, b in finding.content:
        marks = [k for k in range(a, b) if unit.words[k] is MARK]
        if a < b and len(marks) == b - a:
            spans += [(quotes[unit.quotes[k]].start, quotes[unit.quotes[k]].end) for k in marks]
            n_quotes += len(marks)
        elif a < b:
            spans.append(_stripped(unit, a, b))
            n_words += b - a - len(marks)
            n_quotes += sum(not _is_scare(unit, k, b) for k in marks)
    spans = [(a, b) for a, b in sorted(set(spans)) if a < b]
    n_quotes += len(finding.quotes)
    kind = "indirect" if not n_quotes else "mixed" if n_words else "direct"
    return tuple(spans), kind


def _stripped(unit: Unit, a: int, b: int) -> Span:
    """A passage without its outer punctuation; a quotation mark at its edge stays."""
    start, end = unit.span(a, b)
    passage = unit.text[start:end]
    return start + len(passage) - len(passage.lstrip(_TRIM)), start + len(passage.rstrip(_TRIM))


def _is_scare(unit: Unit, k: int, stop: int) -> bool:
    """A few quoted words in the place of a noun inside a sentence: no speech of their own."""
    inner = unit.text[unit.starts[k] + 1 : unit.ends[k] - 1]
    if inner.count(" ") > 2 or inner[-1:] in ",.!?" or k == 0 or k + 1 >= stop:
        return False
    before = unit.words[k - 1]
    return before in unit.grammar["determiners"] or before in ("socalled", "called")


def _cue_span(finding: Finding) -> Span | None:
    unit = finding.unit
    if finding.cue_range is not None:
        return unit.span(*finding.cue_range)
    if finding.cue is None or not (finding.content and finding.source):
        return None
    edge = max(finding.content[0][0], finding.source[0])
    at = unit.text.find(":", unit.ends[edge - 1], unit.starts[edge])
    return (at, at + 1) if at >= 0 else None


def _nest(made: list[Attribution]) -> list[Attribution]:
    """Set the parents: the smallest content that holds all of an attribution's content."""
    made.sort(key=lambda a: (a.content[0][0], -a.content[-1][1]))
    nested: list[Attribution] = []
    around: list[int] = []  # those whose content may still hold the next one
    for k, inner in enumerate(made):
        around = [j for j in around if made[j].content[-1][1] > inner.content[0][0]]
        parent = next(
            (
                j
                for j in reversed(around)
                if not made[j].attitude
                and made[j].content != inner.content
                and _holds(made[j].content, inner.content)
            ),
            None,
        )
        nested.append(inner if parent is None else replace(inner, parent=parent))
        around.append(k)
    return nested


def _holds(outer: tuple[Span, ...], inner: tuple[Span, ...]) -> bool:
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)
