"""The words of a report, in the language in force.

``_("...")`` gives a message in the language of the report, ``n_`` one that counts, ``N_`` marks
one that is looked up later. Every message is a whole sentence or label, so that a translator can
order its words; what varies stands in places (``{n}``), filled by ``str.format``, or by ``tell``
where it may be a link. Never an f-string inside ``_()``, never a sentence glued together.
"""

from framing.reporting.messages.below import below
from framing.reporting.messages.catalogue import (
    ENGLISH,
    N_,
    _,
    languages,
    n_,
    speaking,
    spoken,
)
from framing.reporting.messages.tell import tell

__all__ = ["ENGLISH", "N_", "_", "below", "languages", "n_", "speaking", "spoken", "tell"]
