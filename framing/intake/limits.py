"""Opening what may be hostile: bounded in size and in members, and told when it is too much."""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path

from framing.intake.records import UnreadableError

MAX_BYTES = 256 * 2**20  # of a file that is read whole, and of an archive's member
MAX_TOTAL = 2 * 2**30  # of everything in an archive, unpacked
MAX_MEMBERS = 200_000
MAX_RATIO = 200  # unpacked to packed; text gives 3 to 20, a bomb thousands
# UTF-32 first: its mark begins as that of UTF-16 does.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What exports and old pages come in; rarer ones (Mac Cyrillic) only win by accident.
_GUESSES = ("cp1251", "cp1252", "koi8_r", "gb18030", "big5", "shift_jis", "euc_kr", "cp1250")
_SAMPLE = 2**18  # bytes that are enough for a guess; it takes a second for a megabyte
_BEYOND_ASCII = re.compile(rb"[^\x00-\x7f]")


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """A whole file.

    Raises
    ------
    UnreadableError
        Where it is larger than ``limit`` bytes, or cannot be opened.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            raise UnreadableError(
                f"the file has {size / 2**20:,.0f} MB; at most {limit / 2**20:,.0f} MB are read"
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror})") from error


def read_head(path: Path, n_bytes: int) -> bytes:
    """The first bytes of a file, fewer where it has no more.

    Raises
    ------
    UnreadableError
        Where it cannot be opened.
    """
    try:
        with path.open("rb") as stream:
            return stream.read(n_bytes)
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror})") from error


def read_text(path: Path, *, encoding: str = "", limit: int = MAX_BYTES) -> str:
    """A whole text file: by its byte order mark, as UTF-8, else as ``encoding`` or a guess.

    Raises
    ------
    UnreadableError
        For files that are too large, hold NUL characters or are no text in any encoding.
    """
    return decode(read_bytes(path, limit), encoding=encoding)


def decode(raw: bytes, *, encoding: str = "") -> str:
    """Bytes as text: by the byte order mark, as UTF-8, else as ``encoding`` or a guess.

    Raises
    ------
    UnreadableError
        For bytes that hold NUL characters or are no text in any encoding.

    >>> decode("Курилы".encode("utf-16")), decode("Курилы".encode())
    ('Курилы', 'Курилы')
    """
    n_bom, told = find_bom(raw)
    for name in [told] if told else ["utf-8", encoding]:
        try:
            text = raw[n_bom:].decode(name) if name else ""
        except (UnicodeDecodeError, LookupError):
            continue
        if name:
            return _checked(text)
    if told:
        raise UnreadableError(f"begins as {told}, but is not")
    if b"\0" in raw[:4096]:
        raise UnreadableError("holds NUL bytes: not text in an encoding that is read")
    return _checked(raw.decode(guess_encoding(raw), errors="replace"))


def find_bom(raw: bytes) -> tuple[int, str]:
    """The length of a byte order mark and the encoding that it tells; 0 and empty without one.

    >>> find_bom("Курилы".encode("utf-8-sig")), find_bom(b"plain")
    ((3, 'utf-8'), (0, ''))
    """
    return next(((len(bom), name) for bom, name in _BOMS if raw.startswith(bom)), (0, ""))


def is_mostly_utf8(n_strays: int, n_letters: int) -> bool:
    """Whether bytes that are no UTF-8 are few beside the letters beyond ASCII that are.

    In other encodings few bytes are UTF-8 by accident: at most one Chinese letter in seven.
    """
    return n_strays * 4 <= n_letters


def guess_encoding(raw: bytes) -> str:
    """The encoding that bytes are most likely in, where neither mark nor name tells it.

    Raises
    ------
    UnreadableError
        Where they are no text in any encoding.
    """
    from charset_normalizer import from_bytes

    sample = raw[:_SAMPLE]
    # Letters of ASCII tell nothing; begin where others do.
    if sample.isascii() and (other := _BEYOND_ASCII.search(raw)):
        sample = raw[other.start() : other.start() + _SAMPLE]
    best = from_bytes(sample, cp_isolation=list(_GUESSES)).best()
    if best is None:
        raise UnreadableError("is no text in any known encoding")
    return best.encoding


def _checked(text: str) -> str:
    if "\0" in text:
        raise UnreadableError("holds NUL characters: not a text file")
    return text


def open_zip(path: Path) -> zipfile.ZipFile:
    """A zip archive (also .docx and .xlsx) that cannot fill memory or disk.

    Raises
    ------
    UnreadableError
        For broken, encrypted or bomb-like archives.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableError(f"no readable zip archive ({error})") from error
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    packed = max(path.stat().st_size, 1)
    reason = ""
    if len(members) > MAX_MEMBERS:
        reason = f"{len(members):,} members; at most {MAX_MEMBERS:,} are read"
    elif total > MAX_TOTAL or (total > 2**20 * 16 and total / packed > MAX_RATIO):
        reason = f"unpacks {packed / 2**20:,.1f} MB to {total / 2**20:,.0f} MB: a zip bomb?"
    elif any(member.flag_bits & 1 for member in members):
        reason = "it is encrypted; unpack it yourself and import the folder"
    if reason:
        archive.close()
        raise UnreadableError(reason)
    return archive


def read_member(
    archive: zipfile.ZipFile, member: str | zipfile.ZipInfo, limit: int = MAX_BYTES
) -> bytes:
    """One member of an archive, never more than ``limit`` bytes whatever its header says.

    Raises
    ------
    UnreadableError
        Where it is not there, is damaged, or is larger.
    """
    name = member if isinstance(member, str) else member.filename
    try:
        with archive.open(member) as stream:
            raw = stream.read(limit + 1)
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableError(f"{name} is not readable in the archive ({error})") from error
    except Exception as error:  # zlib.error, lzma.LZMAError: no common base
        raise UnreadableError(f"{name} is damaged ({error})") from error
    if len(raw) > limit:
        raise UnreadableError(f"{name} is larger than {limit / 2**20:,.0f} MB")
    return raw


def brief(error: object) -> str:
    """What a library says went wrong, as one short line; it may quote a whole file.

    >>> brief(ValueError("row 3:\\n  no number")), brief(ValueError())
    ('row 3: no number', 'ValueError')
    """
    return " ".join(str(error).split())[:120] or type(error).__name__
