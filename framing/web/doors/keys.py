"""Class code, teacher's secret, signed cookies, and tokens against forged forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from itsdangerous import BadSignature, URLSafeTimedSerializer

from framing.web.doors.persons import Coder, Person, Teacher
from framing.web.store import Store

COOKIE_DAYS = 120  # a coder comes back next lesson without the link
_TEACHER_HOURS = 12


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one start of the server.

    Class code and teacher's secret are new at every start and stand nowhere on the disk, so that
    nothing there can be searched for them. ``signing`` is the store's: cookies of coders outlast a
    start.
    """

    signing: bytes
    code: str = field(default_factory=lambda: f"{secrets.randbelow(10**8):08d}")
    teacher: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def cookie(self) -> str:
        """The cookie's name: another study on another port of this machine has another one."""
        return f"framing-{hashlib.sha256(self.signing).hexdigest()[:8]}"

    @property
    def spoken(self) -> str:
        """The class code as it is read aloud."""
        return f"{self.code[:4]} {self.code[4:]}"

    def is_code(self, said: str) -> bool:
        """Whether this is the class code, with or without blanks and hyphens."""
        digits = "".join(sign for sign in said if sign not in " -\u00a0\u2013")
        return hmac.compare_digest(digits.encode(), self.code.encode())

    def is_teacher(self, said: str) -> bool:
        """Whether this is the teacher's secret."""
        return hmac.compare_digest(said.encode(), self.teacher.encode())


@dataclass(frozen=True, slots=True)
class Session:
    """What a cookie says: who, and a number of its own that tokens are bound to."""

    person: Person
    nonce: str


def load_keys(store: Store) -> Keys:
    """Keys of a new start; the signing key is made when the store is new."""
    return Keys(bytes.fromhex(store.setting("signing key", secrets.token_hex(32))))


def new_session(person: Person = None) -> Session:
    """A session that no other shares anything with."""
    return Session(person, secrets.token_urlsafe(12))


def write_cookie(keys: Keys, store: Store, session: Session) -> str:
    """A session as the value of a cookie, signed."""
    match session.person:
        case Coder(name):
            said = ["coder", name, store.serial(name) or "", session.nonce]
        case Teacher():
            said = ["teacher", "", _teacher_serial(keys), session.nonce]
        case None:
            said = ["visitor", "", "", session.nonce]
    written: str = _serializer(keys).dumps(said)
    return written


def read_cookie(keys: Keys, store: Store, value: str | None) -> Session | None:
    """The session that a cookie says; None for none, a forged, an old or a revoked one."""
    if not value:
        return None
    try:
        kind, name, serial, nonce = _serializer(keys).loads(value, max_age=COOKIE_DAYS * 86400)
        if kind == "teacher":
            _serializer(keys).loads(value, max_age=_TEACHER_HOURS * 3600)
    except BadSignature:
        return None
    if kind == "coder":
        return Session(Coder(name), nonce) if serial and serial == store.serial(name) else None
    if kind == "teacher":
        return Session(Teacher(), nonce) if serial == _teacher_serial(keys) else None
    return Session(None, nonce)


def csrf_token(keys: Keys, session: Session) -> str:
    """What every form of a session must bring back."""
    return hmac.new(keys.signing, b"csrf " + session.nonce.encode(), hashlib.sha256).hexdigest()


def _teacher_serial(keys: Keys) -> str:
    return hashlib.sha256(keys.teacher.encode()).hexdigest()[:16]


def _serializer(keys: Keys) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        keys.signing, salt="session", signer_kwargs={"digest_method": hashlib.sha256}
    )
