"""The tables of the store. A later version appends a step; what is here is never changed."""

from __future__ import annotations

# One coder's standing mark of a unit in a phase is the last one that was not undone.
_STANDING = """
CREATE VIEW standing AS
SELECT * FROM marks AS this
WHERE action <> 'undo'
AND NOT EXISTS (SELECT 1 FROM marks AS undo WHERE undo.undoes = this.seq)
AND NOT EXISTS (
  SELECT 1 FROM marks AS later
  WHERE later.task = this.task AND later.coder = this.coder AND later.unit = this.unit
  AND later.phase = this.phase AND later.seq > this.seq AND later.action <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM marks AS undo WHERE undo.undoes = later.seq)
)
"""

_FIRST = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """
    CREATE TABLE coders (
      coder TEXT PRIMARY KEY,
      secret TEXT NOT NULL UNIQUE,
      consent INTEGER NOT NULL DEFAULT 0 CHECK (consent IN (0, 1)),
      at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE tasks (
      task TEXT PRIMARY KEY,
      variable TEXT NOT NULL,
      labels TEXT NOT NULL,
      phase TEXT NOT NULL CHECK (phase IN ('closed', 'coding', 'discussion', 'adjudicated')),
      shuffled INTEGER NOT NULL CHECK (shuffled IN (0, 1))
    ) STRICT
    """,
    # A unit without place was drawn once and is no longer in the sample.
    """
    CREATE TABLE units (
      task TEXT NOT NULL REFERENCES tasks,
      unit TEXT NOT NULL,
      place INTEGER,
      start INTEGER NOT NULL,
      "end" INTEGER NOT NULL,
      PRIMARY KEY (task, unit)
    ) STRICT
    """,
    """
    CREATE TABLE marks (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      task TEXT NOT NULL,
      unit TEXT NOT NULL,
      coder TEXT NOT NULL REFERENCES coders ON DELETE CASCADE,
      phase TEXT NOT NULL CHECK (phase IN ('independent', 'discussed', 'adjudicated')),
      action TEXT NOT NULL CHECK (action IN ('label', 'skip', 'undo')),
      label TEXT NOT NULL,
      start INTEGER,
      "end" INTEGER,
      note TEXT NOT NULL,
      undoes INTEGER UNIQUE REFERENCES marks ON DELETE CASCADE,
      key TEXT NOT NULL,
      at TEXT NOT NULL,
      UNIQUE (coder, key),
      FOREIGN KEY (task, unit) REFERENCES units,
      CHECK ((action = 'undo') = (undoes IS NOT NULL)),
      CHECK ((action = 'label') = (label <> '')),
      CHECK ((start IS NULL) = ("end" IS NULL))
    ) STRICT
    """,
    "CREATE INDEX marks_of_coder ON marks (task, coder, unit, phase, seq)",
    """
    CREATE TRIGGER marks_are_appended BEFORE UPDATE ON marks
    BEGIN SELECT RAISE(ABORT, 'marks are never changed'); END
    """,
    _STANDING,
    """
    CREATE TABLE comments (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      task TEXT NOT NULL,
      unit TEXT NOT NULL,
      coder TEXT NOT NULL REFERENCES coders ON DELETE CASCADE,
      text TEXT NOT NULL,
      key TEXT NOT NULL,
      at TEXT NOT NULL,
      UNIQUE (coder, key),
      FOREIGN KEY (task, unit) REFERENCES units
    ) STRICT
    """,
    "CREATE INDEX comments_of_unit ON comments (task, unit, seq)",
    # Hashes of the files coding/NAME/codes/class.csv that the store wrote: only these it replaces.
    """
    CREATE TABLE written (
      task TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (task, hash)
    ) STRICT
    """,
    # Who adjudicates: no coder, and no secret has an empty hash.
    "INSERT INTO coders VALUES ('teacher', '', 0, '')",
)

STEPS: tuple[tuple[str, ...], ...] = (_FIRST,)
