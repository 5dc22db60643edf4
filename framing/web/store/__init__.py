"""What the class said, in one SQLite file ``coding/class.sqlite``: who codes, tasks, every mark."""

from framing.web.store.records import (
    CLOSED,
    CODING,
    DISCUSSION,
    JUDGED,
    TEACHER,
    TURNS,
    Comment,
    Joined,
    Mark,
    Progress,
    Task,
)
from framing.web.store.store import Store, open_store

__all__ = [
    "CLOSED",
    "CODING",
    "DISCUSSION",
    "JUDGED",
    "TEACHER",
    "TURNS",
    "Comment",
    "Joined",
    "Mark",
    "Progress",
    "Store",
    "Task",
    "open_store",
]
