"""Which tokens count, and with which weight: the one record that every measure obeys."""

from __future__ import annotations

from dataclasses import dataclass

from framing.errors import UsageError

VOICES = ("outlet", "source", "wire", "caption")
ROLES = ("title", "standfirst", "dateline", "body", "caption", "credit", "furniture")
RUNNING_ROLES = ("title", "standfirst", "body")  # what is read from the first line to the last
TEXT_ROLES = (*RUNNING_ROLES, "caption")
PLACES = (
    "title",
    "standfirst",
    "lead",
    "first third",
    "middle third",
    "last third",
    "caption",
    "other",
)
ESTIMANDS = ("authored", "published")


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tokens count, and with which weight.

    Parameters
    ----------
    voice
        Voices that count; empty means every voice. One or more of ``VOICES``.
    role
        Roles of segments that count. Default: title, standfirst, body, caption.
    copies
        ``authored`` (default): a passage carried by k outlets of a group weighs 1/k in each.
        ``published``: every appearance counts, as readers saw it.
    repeats
        ``once`` (default under ``authored``): a house sentence counts once per outlet, a caption
        that stands twice counts once. ``all`` (default under ``published``): every appearance.
    events
        Event ids that count; empty means every article, also those without event.
        The word ``shared`` stands for the events that every group covers.
    outlets
        Outlet ids that count; empty means all.
    """

    voice: tuple[str, ...] = ()
    role: tuple[str, ...] = TEXT_ROLES
    copies: str = "authored"
    repeats: str = ""
    events: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.repeats:
            default = "once" if self.copies == "authored" else "all"
            object.__setattr__(self, "repeats", default)
        _demand("voice", self.voice, VOICES)
        _demand("role", self.role, ROLES)
        _demand("copies", (self.copies,), ESTIMANDS)
        _demand("repeats", (self.repeats,), ("once", "all"))
        if not self.role:
            raise UsageError(f"role is empty; give one or more of {', '.join(ROLES)}")

    def __str__(self) -> str:
        """The scope in one stable line, as printed in the ``scope`` column."""
        parts = [self.copies]
        if (self.copies == "authored") != (self.repeats == "once"):
            parts.append(f"repeats={self.repeats}")
        if self.voice:
            parts.append("voice=" + "+".join(self.voice))
        if self.role != TEXT_ROLES:
            parts.append("role=" + "+".join(self.role))
        if self.events:
            parts.append("events=" + "+".join(self.events))
        if self.outlets:
            parts.append("outlets=" + "+".join(self.outlets))
        return "; ".join(parts)

    @classmethod
    def parse(cls, line: str) -> Scope:
        """The scope that is printed so.

        >>> Scope.parse("authored; voice=outlet+wire") == Scope(voice=("outlet", "wire"))
        True
        """
        copies, *parts = line.split("; ")
        try:
            given = dict(part.split("=", 1) for part in parts)
            repeats = given.pop("repeats", "")
            listed = {key: tuple(values.split("+")) for key, values in given.items()}
            return cls(copies=copies, repeats=repeats, **listed)
        except (TypeError, ValueError):
            raise UsageError(f"scope {line!r}; allowed: one as it is printed") from None


def _demand(field: str, values: tuple[str, ...], allowed: tuple[str, ...]) -> None:
    for value in values:
        if value not in allowed:
            raise UsageError(f"{field} {value!r} is unknown; allowed: {', '.join(allowed)}")
