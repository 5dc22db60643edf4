"""Coders: pseudonyms, secrets, consent."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from functools import cache
from importlib.resources import files

from framing.errors import UsageError
from framing.web.store.database import Database
from framing.web.store.records import TEACHER, Joined
from framing.web.store.times import now

_MOST = 400  # coders of one study: beyond any class, short of what a flood would fill
_BYTES = 16  # of a secret: nobody guesses 128 bits


def join(database: Database) -> Joined:
    """A new coder under a pseudonym that nobody in this study has."""
    secret = secrets.token_urlsafe(_BYTES)
    with database.writing() as connection:
        taken = {row["coder"] for row in connection.execute("SELECT coder FROM coders")}
        if len(taken) > _MOST:
            raise UsageError(
                f"{_MOST} coders have joined, and more are not let in. Next: delete those who "
                "coded nothing"
            )
        coder = secrets.choice([name for name in _pseudonyms() if name not in taken])
        connection.execute(
            "INSERT INTO coders (coder, secret, at) VALUES (?, ?, ?)",
            (coder, hash_secret(secret), now()),
        )
    return Joined(coder, secret)


def renew(database: Database, coder: str) -> Joined:
    """Another secret for a coder who lost the link; the old link and its cookies end."""
    secret = secrets.token_urlsafe(_BYTES)
    check_coder(database, coder)
    database.run("UPDATE coders SET secret = ? WHERE coder = ?", hash_secret(secret), coder)
    return Joined(coder, secret)


def coder_of(database: Database, secret: str) -> str | None:
    """Whose secret this is."""
    row = database.row("SELECT coder FROM coders WHERE secret = ?", hash_secret(secret))
    return row["coder"] if row else None


def serial(database: Database, coder: str) -> str | None:
    """What a coder's cookie must say: the begin of the hash of today's secret."""
    row = database.row("SELECT secret FROM coders WHERE coder = ? AND coder <> ?", coder, TEACHER)
    return row["secret"][:16] if row else None


def check_coder(database: Database, coder: str) -> None:
    """Refuse who is no coder of this study."""
    if serial(database, coder) is None:
        raise UsageError(f"no coder {coder!r}; allowed: a pseudonym of the teacher's page")


def hash_secret(secret: str) -> str:
    """What is kept of a secret. It has 128 random bits, so that a quick hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _pseudonyms() -> tuple[str, ...]:
    lines = (files("framing.web.store") / "words.txt").read_text("utf-8").splitlines()
    how, thing = lines.index("# how"), lines.index("# thing")
    return tuple(
        f"{first}-{second}"
        for first, second in itertools.product(lines[how + 1 : thing], lines[thing + 1 :])
    )
