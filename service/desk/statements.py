"""Every statement that the desks' database is asked: of the SQL that SQLite and PostgreSQL both speak."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE desks (id TEXT PRIMARY KEY, title TEXT NOT NULL, lang TEXT NOT NULL, based_on TEXT,"
        " style TEXT NOT NULL, salt TEXT NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE decisions (id TEXT PRIMARY KEY, desk TEXT NOT NULL, key TEXT NOT NULL,"
        " circumstance TEXT NOT NULL, name TEXT NOT NULL, place INTEGER, strength TEXT NOT NULL, note TEXT NOT NULL,"
        " person TEXT NOT NULL, at TEXT NOT NULL, via TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,"
        " revision INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0, last_used TEXT) WITHOUT ROWID",
        "CREATE UNIQUE INDEX one_active ON decisions (desk, key, circumstance) WHERE state = 'active'",
        "CREATE INDEX by_revision ON decisions (desk, revision)",
        "CREATE INDEX by_person ON decisions (desk, person)",
        "CREATE TABLE changes (desk TEXT NOT NULL, revision INTEGER NOT NULL, decision TEXT, at TEXT NOT NULL,"
        " person TEXT NOT NULL, via TEXT NOT NULL, before TEXT, after TEXT,"
        " PRIMARY KEY (desk, revision)) WITHOUT ROWID",
        "CREATE INDEX by_decision ON changes (decision, revision)",
    ),
)
"""What makes each version of the database of the one before it; the first makes the first of nothing."""

DESK_COLUMNS = "id, title, lang, based_on, style, salt, revision"
DESKS = f"SELECT {DESK_COLUMNS} FROM desks ORDER BY id"
DESK = f"SELECT {DESK_COLUMNS} FROM desks WHERE id = ?"
REVISIONS = "SELECT id, revision, salt FROM desks"
ADD_DESK = f"INSERT INTO desks ({DESK_COLUMNS}) VALUES (?, ?, '', NULL, '{{}}', ?, 0) ON CONFLICT DO NOTHING"
SET_DESK = "UPDATE desks SET title = ?, lang = ?, based_on = ?, style = ? WHERE id = ?"
REVISION = "SELECT revision FROM desks WHERE id = ?"
SET_REVISION = "UPDATE desks SET revision = ? WHERE id = ?"

COLUMNS = (
    "id, desk, key, circumstance, name, place, strength, note, person, at, via, version, state, revision,"
    " used, last_used"
)
DECISION = f"SELECT {COLUMNS} FROM decisions WHERE desk = ? AND id = ?"
ACTIVE = f"SELECT {COLUMNS} FROM decisions WHERE desk = ? AND key = ? AND circumstance = ? AND state = 'active'"
NEWER = f"SELECT {COLUMNS} FROM decisions WHERE desk = ? AND revision > ? ORDER BY revision"
_NEW = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS.split(", ")[1:])
PUT = (
    f"INSERT INTO decisions ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    f" ON CONFLICT (id) DO UPDATE SET {_NEW}"
)
COUNT = "SELECT count(*) FROM decisions WHERE desk = ? AND state = 'active'"
PEOPLE = "SELECT DISTINCT person FROM decisions WHERE desk = ? AND state = 'active' ORDER BY person LIMIT 1000"
USED = "UPDATE decisions SET used = used + ?, last_used = ? WHERE id = ?"
UNUSED_DOCUMENTS = (
    f"SELECT {COLUMNS} FROM decisions WHERE state = 'active' AND circumstance LIKE '%\"document\"%'"
    " AND coalesce(last_used, substr(at, 1, 10)) < ?"
)

CHANGE_COLUMNS = "desk, revision, decision, at, person, via, before, after"
ADD_CHANGE = f"INSERT INTO changes ({CHANGE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
CHANGES = f"SELECT {CHANGE_COLUMNS} FROM changes WHERE desk = ? AND revision > ? ORDER BY revision LIMIT ?"
HISTORY = f"SELECT {CHANGE_COLUMNS} FROM changes WHERE desk = ? AND decision = ? ORDER BY revision LIMIT ?"
UP_TO = (
    "SELECT decision, after FROM changes WHERE desk = ? AND revision <= ? AND decision IS NOT NULL ORDER BY revision"
)

FORGET_PERSON = "UPDATE decisions SET person = ?, revision = ? WHERE desk = ? AND person = ?"
FORGET_AUTHOR = "UPDATE changes SET person = ? WHERE desk = ? AND person = ?"
NAMING = (
    f"SELECT {CHANGE_COLUMNS} FROM changes WHERE desk = ? AND (before LIKE ? ESCAPE '\\' OR after LIKE ? ESCAPE '\\')"
)
REWRITE_CHANGE = "UPDATE changes SET before = ?, after = ? WHERE desk = ? AND revision = ?"

_FILTERS = (
    "desk = :desk AND revision < :before AND (:text = '' OR key LIKE :like ESCAPE '\\' OR lower(person) LIKE :plain"
    " ESCAPE '\\' OR lower(name) LIKE :plain ESCAPE '\\' OR cast(place AS TEXT) = :text) AND (:place IS NULL OR place ="
    " :place) AND (:person = '' OR person = :person) AND (:via = '' OR via = :via) AND (:state = '' OR state = :state)"
    " AND (:since = '' OR at >= :since)"
)
FIND = f"SELECT {COLUMNS} FROM decisions WHERE {_FILTERS} ORDER BY revision DESC LIMIT :limit"
EXPORT = f"SELECT {COLUMNS} FROM decisions WHERE desk = ? AND state = 'active' ORDER BY key, circumstance"
