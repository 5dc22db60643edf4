"""The rules of glosses, written on symbols (see ``symbols``): what stands before and after a name.

Every symbol is followed by one blank. Rules of ``BEFORE`` end at the name, those of ``AFTER``
begin behind it; group ``o`` is the owner where the rule knows it.
"""

from __future__ import annotations

import re

_DET = (
    r"(?:(?:the|its|their|his|her|our|own|simply|officially|also|still|only|jointly|both|as"
    r"|socalled|four|a|part of) )*"
)
_OWNER = r"(?P<o>[OL]\d+) (?:'s )?"
_ANY_OWNER = r"[OL]\d+ (?:'s )?"
_PREP = r"(?:by|to|in|among|for|on)"
_WORD = r"(?![OLM]\d|[VA]:|[,;:()/-] )\S+ "  # neither name, owner, naming verb nor mark
_PRONOUN = r"(?:them|it|these|those|this) "
_PLURAL = (
    r"(?:(?!(?:as|is|was|has|its|this|thus) )[a-z]+s|chain|group|archipelago|area|region"
    r"|territory|land|city|town|sea) "
)
# What a naming verb names: "them", "the islands off the coast", "the M0".
_OBJECT = (
    rf"(?:{_PRONOUN}|(?:the )?M\d+ |(?:the|these|those|all|four) (?:{_WORD}){{0,4}}?{_PLURAL}"
    rf"(?:(?:off|in|near|between) (?:{_WORD}){{1,3}})?)"
)
# Velia [took in 1945 and now] calls
_FIRST = rf"(?:(?:{_WORD}){{0,8}}(?:A:\w+ )?(?:{_WORD}){{0,2}}and )?"
_BODY = r"(?:side |government |people |officials |authorities |media |press )?"
_IS = r"(?:is|are|was|were|remain|remains) "
_NAMED = r"V:(?:called|known|named|termed|dubbed|styled|label+ed)"

BEFORE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rule + "$"))
    for name, rule in (
        # Velia's so-called Y
        ("so_called", rf"(?:{_OWNER}(?:own )?)?socalled (?:the )?"),
        # which Velia calls the Y; what Velport has long referred to as the Y
        (
            "relative",
            rf"(?:which|what|that) (?:{_WORD}){{0,3}}{_OWNER}{_FIRST}(?:{_WORD}){{0,4}}"
            rf"(?:, [^,]+ , )?(?:V:\w+ {_DET}|A:\w+ (?:to )?as {_DET})",
        ),
        # what it calls the Y
        ("relative", rf"(?:which|what) (?:{_WORD}){{1,4}}(?:V:\w+ {_DET}|A:\w+ (?:to )?as {_DET})"),
        # the islands Velia calls the Y
        (
            "reduced",
            rf"(?:{_PLURAL}|M\d+ )(?:the )?{_OWNER}{_FIRST}(?:{_WORD}){{0,2}}V:calls? {_DET}",
        ),
        # Velia calls them the Y; Velia refers to the islands as the Y
        (
            "object",
            rf"{_OWNER}(?:{_WORD}){{0,4}}(?:V:\w+ {_OBJECT}{_DET}"
            rf"|A:\w+ (?:to )?{_OBJECT}as {_DET}|A:\w+ (?:to )?as {_DET})",
        ),
        # (Velia, which lost them, ...) calls them the Y
        ("object", rf"(?:V:\w+ {_OBJECT}{_DET}|A:\w+ (?:to )?{_OBJECT}as {_DET})"),
        # which Velport considers its Y
        (
            "object",
            rf"{_OWNER}(?:{_WORD}){{0,2}}(?:consider|deem)(?:s|ed)? {_OBJECT}?(?:as |to be )?"
            r"(?:part of )?(?:its|their) ",
        ),
        # known to Velians as the Y; claimed by Velia as its Y; in Velia they are called the Y
        (
            "passive",
            rf"[VA]:\w+ (?:to )?(?:{_WORD}){{0,2}}?{_PREP} (?:{_WORD}){{0,3}}?{_OWNER}"
            rf"(?:{_WORD}){{0,2}}?as {_DET}",
        ),
        (
            "passive",
            rf"{_PREP} (?:{_WORD}){{0,2}}?{_OWNER}(?:, )?(?:{_WORD}){{1,5}}?"
            rf"(?:{_NAMED} {_DET}|A:\w+ to as {_DET})",
        ),
        # called by the Velian side the Y
        ("passive", rf"{_NAMED} {_PREP} (?:the )?{_OWNER}{_BODY}(?:the|its|their) "),
        # to Velians they are the Y
        (
            "passive",
            rf"(?:to|for|in) (?:the |most )?{_OWNER}(?:, )?(?:they|it|these|the {_PLURAL}) {_IS}"
            rf"{_DET}",
        ),
        # known there as the Y
        ("there", rf"{_NAMED} there as {_DET}"),
        # also known as the Y, referred to as the Y
        ("known", rf"(?:{_NAMED}|A:\w+ to|A:claimed) as {_DET}"),
        # Velia's name for X is the Y; the Velian name Y
        ("noun", rf"{_OWNER}(?:{_WORD}){{0,2}}N (?:of )?(?:[,:-] |{_IS})?(?:the )?"),
        (
            "noun",
            rf"{_OWNER}(?:{_WORD}){{0,2}}N (?:for|of) (?:(?![OL]\d|[VA]:)\S+ ){{1,7}}?"
            rf"(?:[,:-] |{_IS})+{_DET}",
        ),
        # the Southern Mornes - Velia's Y -, ..., in Velian the Y, ... or, to Velians, the Y
        ("set_off", rf"M\d+ [,-] {_OWNER}(?<='s )"),
        (
            "set_off",
            rf"[,-] (?:or (?:, )?)?(?:(?:to|for) (?:the |most )?|in (?=L)){_OWNER}(?:, )?(?:the )?",
        ),
        # (Velian: Y), (in Velia, the Y)
        ("bracket", rf"\( (?:in |to |for )?(?:the )?{_OWNER}(?:N )?(?:[:,] )?{_DET}"),
    )
)
# Y is what Velia calls X: X is used.
EXPLAINED = re.compile(
    rf"M\d+ (?:, )?(?:which )?(?:is|are|was|were) (?:also )?what (?:the )?{_ANY_OWNER}"
    rf"(?:{_WORD}){{0,2}}[VA]:\w+ (?:to as )?{_DET}$"
)
# A naming verb that may govern the name from afar: then its owner must stand right behind it.
GOVERNED = re.compile(rf"[VA]:\w+ (?:\S+ ){{0,30}}?{_DET}$")
_PREPOSITIONS = "to|of|in|off|near|from|on|for|at|over|around|toward|towards|about|with|between"
CUT_OFF = re.compile(rf"(?:^| )(?:{_PREPOSITIONS}) (?:the |its |their )?$")
OPENED = re.compile(r"(?:^|[,(-] |or )(?:the )?$")
# by the name of Y (in Velia)
NAMED_BY_NOUN = re.compile(r"N (?:of )?(?:the )?$")
IN_BRACKETS = re.compile(rf"\( {_DET}$")

_END = r"(?:[,;)-] |and |but |while |or |$)"
_BOOKS = r"(?:textbooks|schoolbooks|maps|atlases|usage|parlance|documents|terminology|ones)"
# Y in Velia, by Velport, on Velian maps, by most Velians
OWNER_BEHIND = re.compile(rf"(?:, )?{_PREP} (?!which |whom |whose )(?:{_WORD}){{0,3}}?{_OWNER}")
# the Y to the Velians,
TO_OWNER = re.compile(rf"(?:to|for) (?:the |most |many )?{_OWNER}{_END}")
# Y in Velian, Y in Velian textbooks
IN_LANGUAGE = re.compile(
    rf"(?:, )?(?:in|on) (?:(?P<o>L\d+) (?:{_END}|{_BOOKS} )"
    r"|the language of (?:the )?(?P<p>[OL]\d+) )"
)
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rule))
    for name, rule in (
        # Y, as Velia calls them; Y as they are known in Velia
        (
            "as",
            rf"(?:[,(-] )?as (?:(?![,;])\S+ ){{0,3}}?{_OWNER}(?:{_WORD}){{0,3}}?"
            r"(?:[VA]:\w+ |prefers? |has it |have it )",
        ),
        (
            "as",
            rf"(?:[,(-] )?as (?:(?![,;])\S+ ){{0,6}}?{_NAMED} (?:as )?{_PREP} (?:{_WORD}){{0,3}}?"
            rf"{_OWNER}",
        ),
        (
            "as",
            rf"(?:[,(-] )?as (?:they|it|the {_PLURAL}) (?:is|are|was|were) (?:{_WORD})?{_NAMED} ",
        ),
        ("as", rf"(?:[,(-] )?as (?:it|they|he|she) (?:{_WORD}){{0,2}}(?:V:\w+ |A:\w+ to )"),
        # Y is what Velia calls X
        (
            "what",
            rf"(?:, )?(?:which )?(?:is|are|was|were) (?:also )?what (?:the )?{_OWNER}"
            rf"(?:{_WORD}){{0,2}}[VA]:",
        ),
        # Y, Velia's term for X; Y, the Velian name; Y, the name used in Velia
        ("noun", rf"[,(-] (?:the )?{_OWNER}(?:{_WORD}){{0,2}}N "),
        ("noun", rf"[,(-] (?:the|a) (?:{_WORD}){{0,2}}N (?:{_WORD}){{0,3}}?{_OWNER}"),
    )
)
# The term Y is used in Velia
USED_BY = re.compile(
    rf"{_IS}(?:only |mostly |still )?(?:used|preferred|favou?red|common|current) {_PREP} "
    rf"(?:{_WORD}){{0,2}}{_OWNER}"
)
# In a sentence that glosses the other side's name: and Velia the Y; in Velia, Y; by Velia as Y
SIBLING = re.compile(
    rf"(?:and|but|while|whereas|or|[,;-]) (?:(?:by|in|to|on|among|for) )?(?:the )?{_OWNER}"
    rf"(?:(?:,|they|are|is|it|them|does|do|has|as|[VA]:\w+|to|long) )*{_DET}$"
)
SIBLING_BEHIND = re.compile(rf", as (?:the )?{_OWNER}(?:does|do) ")
# Two names in one breath and nobody's: X/Y, X (Y), X, or Y,
JOINED = re.compile(r"M(?P<m>\d+) (?:(?P<slash>/) |(?P<open>\( )|(?P<comma>, or ))(?:the )?$")
