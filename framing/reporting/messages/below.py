"""What the floors below say in English (flags, fates, kinds), in the language of the report.

They write constants and short templates into tables, where CSV keeps them as they are. Here they
are messages; places are found again by matching.
"""

from __future__ import annotations

import re
from functools import cache

from framing.reporting.messages.catalogue import N_, _

_CONSTANTS = (
    # Coverage, fates, tiers and claims.
    N_("covered"), N_("searched, none"), N_("not searched"), N_("imported"), N_("duplicate"),
    N_("skipped"), N_("listed"), N_("these_articles"), N_("these_outlets"), N_("group"),
    N_("reading"), N_("descriptive"), N_("inferential"),
    # Places and roles in an article.
    N_("title"), N_("lead"), N_("first third"), N_("middle third"), N_("last third"),
    N_("standfirst"), N_("body"), N_("caption"), N_("credit"), N_("dateline"), N_("furniture"),
    # Voices, modes of names, stance.
    N_("outlet"), N_("source"), N_("wire"), N_("own"), N_("paraphrased"), N_("quoted"),
    N_("glossed"), N_("asserted"), N_("wording"), N_("favour"), N_("against"), N_("mixed"),
    N_("negated"), N_("question"), N_("conditional"), N_("statement"), N_("neutral"),
    # Facts.
    N_("active"), N_("passive"), N_("nominal"), N_("finite"), N_("noun"), N_("reduced"),
    N_("relative"), N_("stated"), N_("deleted"), N_("told"),
    N_("middle"), N_("denied"), N_("proposed"), N_("marked"),
    # Attributions and what carries them.
    N_("direct"), N_("indirect"), N_("emphatic"), N_("factive"), N_("doubting"),
    N_("performative"), N_("context"), N_("citizen"), N_("document"), N_("expert"), N_("official"),
    N_("unnamed"),
    # Reasons why there is no number, and cautions beside one.
    N_("no interval"), N_("counts"), N_("tier reading: no interval"),
    N_("tier descriptive: no p"), N_("share of 0 or 1: counts, no interval"),
    N_("share of 0 or 1 on a side: counts, no interval"),
    N_("no variation between units: no interval"),
    N_("no variation between articles: no interval"),
    N_("too little variation between units: no interval"),
    N_("t interval of too few articles: no interval"),
    N_("percentile interval of too few articles: no interval"),
    N_("bca interval of too few articles: no interval"),
    N_("few articles: the interval may be too narrow"),
    N_("not found on one side"), N_("a count: no interval"), N_("claim group: no interval"),
    N_("events are left out: no interval"), N_("undefined in too many replicates: no interval"),
    N_("no such cue for either side: no interval"),
    N_("a copy of the same text elsewhere has it"),
    # Of what was coded by hand.
    N_("tier reading: counts only"), N_("tier reading: counts alone"),
    N_("below .667"), N_(".667 to .80"), N_(".80 or above"),
    N_("undefined: nothing varies, all codes are one label"),
    N_("coders never differ: no interval"), N_("interval of too few units: no interval"),
    N_("where units were drawn alike they were coded alike: interval on the safe side"),
    N_("the tool labels every unit: no error of drawing, that of its labels is unknown"),
    N_("every unit coded, or no variation: no interval"), N_("no unit coded: counts alone"),
    # How noise and null distributions are made.
    N_("labels shuffled"), N_("interval excludes 0"), N_("split halves"), N_("all groups"),
    N_("house sentences"), N_("outlet names"), N_("authored"), N_("published"),
    N_("all others"), N_("agency names"), N_("pooled mentions"), N_("outlets equal"),
    N_("mentions pooled"), N_("convenience"), N_("complete"), N_("default"),
)  # fmt: skip
_TEMPLATES = (
    N_("fewer than {n} distinct articles: no interval"),
    N_("fewer than {n} distinct articles on a side: no interval"),
    N_("fewer than {n} distinct articles on one side: no interval"),
    N_("a side with fewer than {n} distinct articles: no interval"),
    N_("fewer than {n} articles with it, or without it: no interval"),
    N_("fewer than {n} articles with it, or without it, on a side: no interval"),
    N_("fewer than {n} articles with it, or without it, on one side: no interval"),
    N_("fewer than {n} articles on one side"),
    N_("claim group: {n} outlets, {needed} needed: no interval"),
    N_("claim group: fewer than {n} outlets a side: no interval"),
    N_("not found in {side}: no difference"),
    N_("no interval beyond the first {n} terms"),
    N_("only {n} relabellings differ from this one"),
    N_("permutation of articles within events, all {n} relabellings"),
    N_("permutation of articles within events, {n} of {all} relabellings"),
    N_("tier reading: {n} side with {needed} distinct articles"),
    N_("tier reading: {n} sides with {needed} distinct articles"),
    N_("No shared event: what they cover and how they write cannot be told apart."),
    N_("Fewer than {n} distinct articles on one side ({here}): counts and passages, no "
       "comparison."),
    N_("No p value: {n} distinct articles a side and {events} shared events needed, here {n_here} "
       "and {events_here}."),
    N_("{side} has one outlet: outlet and group are one thing here."),
    N_("Claim group: {side} has {n} outlets, {needed} needed."),
    N_("not found in {n}"),
    N_("{n} terms ({uses} uses) {rule} are not shown"),
    N_("{n} terms ({uses} uses) are parts of a longer one that explains them"),
    N_("in fewer than {n} distinct articles or 2 outlets"),
    N_("in fewer than {n} articles on both sides"),
    N_("intervals stand with the first {n} of {all} terms"),
    N_("{n} units coded, {needed} needed: counts alone"),
    N_("coded units of {n} articles, {needed} needed: counts alone"),
    N_("the label or its absence coded {n} times, {needed} needed: counts alone"),
    N_("corrected to {n}, outside 0 to 1: no interval"),
    N_("coders differ in fewer than {n} articles: no interval"),
    N_("{side}: {n} units coded, {needed} needed: counts alone"),
    N_("{side}: coded units of {n} articles, {needed} needed: counts alone"),
    N_("{side}: the label or its absence coded {n} times, {needed} needed: counts alone"),
    N_("coders differ on {k} of {n} coded units, left out"),
    N_("{n} words with rates more than a factor of {margin} apart on two sides"),
    N_("{n} words too rare to show a factor of {margin} either way"),
    N_("{n} of the other {all} not shown to be equal: intervals too wide"),
)  # fmt: skip
_BETWEEN = "; "
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def below(said: str) -> str:
    """A word or a reason of a table, translated; what nobody knows stays as it is.

    >>> below("fewer than 5 distinct articles: no interval; no p")
    'fewer than 5 distinct articles: no interval; no p'
    """
    return _BETWEEN.join(_translated(part) for part in said.split(_BETWEEN))


def _translated(said: str) -> str:
    if said in _CONSTANTS:
        return _(said)
    for template in _TEMPLATES:
        found = _pattern(template).fullmatch(said)
        if found:
            # What stands in a place may itself be one of these ("terms in fewer than ...").
            return _(template).format(**{k: below(v) for k, v in found.groupdict().items()})
    return said


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(template)))
