"""Forms of English verbs from their base, and the likely base of a form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_VOWELS = "aeiou"
# Verbs of two syllables and more that double the last letter, being stressed on it.
_DOUBLING = ("fer", "mit", "pel", "cur", "gret", "lot", "bel", "trol", "cel", "quip", "bet", "cap")
# Stems in one consonant after one vowel that have lost an e: "captur", "incorporat", "invad".
_LOST_E = (
    "at", "ut", "ud", "ad", "id", "od", "ur", "ir", "ar", "ic", "uc", "ac", "us", "as", "is", "os",
    "iz", "az", "uz", "iv", "ov", "av", "ib", "ab", "ub", "ag", "eg", "in", "ip", "uk", "ik", "ak",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VerbForms:
    """The forms of one verb, folded; ``past`` and ``participle`` may have several."""

    base: str
    third: str
    past: tuple[str, ...]
    participle: tuple[str, ...]
    gerund: str

    def kinds(self, form: str) -> frozenset[str]:
        """What a form can be: ``base``, ``third``, ``past``, ``participle``, ``gerund``."""
        found = {
            "base": form == self.base,
            "third": form == self.third,
            "past": form in self.past,
            "participle": form in self.participle,
            "gerund": form == self.gerund,
        }
        return frozenset(kind for kind, fits in found.items() if fits)

    @property
    def all(self) -> tuple[str, ...]:
        """Every form once."""
        forms = (self.base, self.third, *self.past, *self.participle, self.gerund)
        return tuple(dict.fromkeys(forms))


@cache
def forms_of(base: str) -> VerbForms:
    """The forms of a verb.

    >>> forms_of("occupy").all
    ('occupy', 'occupies', 'occupied', 'occupying')
    >>> forms_of("take").participle, forms_of("transfer").gerund
    (('taken',), 'transferring')
    """
    past, participle = _irregular().get(base, ((_regular_past(base),),) * 2)
    return VerbForms(base, _third(base), past, participle, _gerund(base))


@cache
def base_of(form: str) -> str:
    """The likely base of a form; rules guess where no list knows, so it may be wrong.

    >>> [base_of(form) for form in ("seized", "handed", "occupied", "took", "grabbing", "ceded")]
    ['seize', 'hand', 'occupy', 'take', 'grab', 'cede']
    """
    known = _bases().get(form)
    if known:
        return known
    for ending, cut in (("ied", 3), ("ies", 3), ("ing", 3), ("ed", 2)):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            return form[:-cut] + "y" if ending[0] == "i" and cut == 3 and ending != "ing" else (
                _base_of_stem(form[:-cut])
            )  # fmt: skip
    if form.endswith(("sses", "shes", "ches", "xes")):
        return form[:-2]
    return form[:-1] if form.endswith("s") and not form.endswith("ss") else form


def _base_of_stem(stem: str) -> str:
    """The base of what is left without -ed or -ing."""
    if len(stem) < 3:
        return stem
    last, before = stem[-1], stem[-2]
    if last == before and last not in "lsz" + _VOWELS:
        return stem[:-1]
    if last in "vzu" or (last in "cg" and before in "nr" and stem[-3:] != "ing"):
        return stem + "e"
    if last in _VOWELS + "wxy" or before not in _VOWELS:
        return stem
    if len(stem) > 2 and stem[-3] in _VOWELS:  # "treated", but "seized" and "raised"
        return stem + "e" if last in "sc" else stem
    short = sum(letter in _VOWELS for letter in stem) == 1
    return stem + "e" if short or stem.endswith(_LOST_E) else stem


def _third(base: str) -> str:
    if base == "be":
        return "is"
    if base == "have":
        return "has"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return _doubled(base) + "ed"


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return _doubled(base) + "ing"


def _doubled(base: str) -> str:
    """The base with its last letter doubled where English does that: grab, transfer, run."""
    closed = (
        len(base) > 2
        and base[-1] not in _VOWELS + "wxy"
        and base[-2] in _VOWELS
        and base[-3] not in _VOWELS
    )
    short = sum(letter in _VOWELS for letter in base) == 1
    return base + base[-1] if closed and (short or base.endswith(_DOUBLING)) else base


@cache
def _irregular() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    lines = files(__package__).joinpath("irregular_verbs.txt").read_text("utf-8").splitlines()
    verbs = {}
    for line in lines:
        if line and not line.startswith("#"):
            base, past, participle = line.split()
            verbs[base] = (tuple(past.split("/")), tuple(participle.split("/")))
    return verbs


@cache
def _bases() -> dict[str, str]:
    return {form: base for base in reversed(_irregular()) for form in forms_of(base).all}
