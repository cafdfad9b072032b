"""Files the server did not write itself, and files that change under it while it serves."""

import json
import sqlite3

import pytest
from wire_client import (
    PASSWORD,
    PASSWORD_HASH,
    Wire,
    add_user,
    approved,
    connect,
    make_account,
    propose,
    read,
    unique,
    write,
)

BASE_TABLES = """
CREATE TABLE knowledge_units (
  id TEXT NOT NULL, data TEXT NOT NULL, status TEXT DEFAULT 'pending' NOT NULL, reviewed_by TEXT, reviewed_at TEXT,
  created_at TEXT, tier TEXT DEFAULT 'private' NOT NULL, PRIMARY KEY (id));
CREATE TABLE knowledge_unit_domains (
  unit_id TEXT NOT NULL, domain TEXT NOT NULL, PRIMARY KEY (unit_id, domain),
  FOREIGN KEY(unit_id) REFERENCES knowledge_units (id) ON DELETE CASCADE);
CREATE INDEX idx_domains_domain ON knowledge_unit_domains (domain);
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, username TEXT NOT NULL, password_hash TEXT NOT NULL,
  created_at TEXT NOT NULL, UNIQUE (username));
CREATE TABLE api_keys (
  id TEXT NOT NULL, user_id INTEGER NOT NULL, name TEXT NOT NULL, labels TEXT DEFAULT '[]' NOT NULL,
  key_prefix TEXT NOT NULL, key_hash TEXT NOT NULL, ttl TEXT NOT NULL, expires_at TEXT NOT NULL,
  created_at TEXT NOT NULL, last_used_at TEXT, revoked_at TEXT, PRIMARY KEY (id), UNIQUE (key_hash),
  FOREIGN KEY(user_id) REFERENCES users (id) ON DELETE CASCADE);
CREATE INDEX idx_api_keys_user ON api_keys (user_id);
"""
VERSION_TABLE = """
CREATE TABLE alembic_version (
  version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version VALUES ('0001');
"""
WHEN = "2026-05-06T07:08:09.010203"


def unit_id(number):
    return f"ku_{number:032x}"


def stored(number, domain, **more):
    """The text of a `data` column as older writers left it."""
    document = {
        "id": unit_id(number),
        "version": 1,
        "domains": [domain],
        "insight": {"summary": f"unit {number}", "detail": "d", "action": "a"},
        "context": {"languages": [], "frameworks": [], "pattern": ""},
        "evidence": {"confidence": 0.5, "confirmations": 1, "first_observed": WHEN + "Z", "last_confirmed": WHEN + "Z"},
        "tier": "private",
        "created_by": "older",
        "flags": [],
    }
    return json.dumps({**document, **more}, separators=(",", ":"), ensure_ascii=False)


def insert_unit(connection, number, domain, status="approved", **more):
    reviewed = (None, None) if status == "pending" else ("older", WHEN + "+00:00")
    connection.execute(
        "INSERT INTO knowledge_units (id, data, status, reviewed_by, reviewed_at, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (unit_id(number), stored(number, domain, **more), status, *reviewed, WHEN + "+00:00"),
    )
    connection.execute("INSERT INTO knowledge_unit_domains VALUES (?, ?)", (unit_id(number), domain))


def older_file(path, *, with_version, journal="DELETE"):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode = {journal}")
    connection.executescript(BASE_TABLES + (VERSION_TABLE if with_version else ""))
    connection.execute(
        "INSERT INTO users (username, password_hash, created_at) VALUES ('older', ?, '2026-01-01 00:00:00')",
        (PASSWORD_HASH,),
    )
    for number, status in enumerate(["approved", "approved", "pending", "rejected"], 1):
        insert_unit(connection, number, "old", status)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("with_version", [True, False])
@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_an_older_file_is_served_and_stays_usable(start_server, tmp_path, with_version, journal):
    path = str(tmp_path / "older file %41.db")
    older_file(path, with_version=with_version, journal=journal)
    before = read(path, "SELECT * FROM knowledge_units ORDER BY id")
    for _ in range(2):  # the second start finds what the first one left
        server = start_server(env={"CQ_DB_PATH": path})
        wire = Wire(server)
        found = wire.get("/knowledge?domains=old").json()["data"]
        assert [u["id"] for u in found] == [unit_id(2), unit_id(1)]
        assert wire.get("/knowledge/stats").json()["total_count"] == 4
        session = wire.post("/auth/login", json_body={"username": "older", "password": PASSWORD}).json()["token"]
        assert wire.get("/review/stats", session).json()["counts"] == {"pending": 1, "approved": 2, "rejected": 1}
        server.stop()
        assert read(path, "SELECT version_num FROM alembic_version") == [("0001",)]
        assert read(path, "SELECT * FROM knowledge_units ORDER BY id") == before
        assert read(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_new_file_has_the_tables_of_the_reference(start_server, tmp_path):
    path = str(tmp_path / "below" / "new.db")
    server = start_server(env={"CQ_DB_PATH": path})
    server.stop()
    model = sqlite3.connect(":memory:")
    model.executescript(BASE_TABLES)
    for (table,) in model.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"):
        for pragma in ("table_info", "foreign_key_list"):
            expected = model.execute(f"PRAGMA {pragma}({table})").fetchall()
            assert read(path, f"PRAGMA {pragma}({table})") == expected, table
    indexes = {name for (name,) in read(path, "SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert {"idx_domains_domain", "idx_api_keys_user"} <= indexes
    assert read(path, "SELECT version_num FROM alembic_version") == [("0001",)]
    assert read(path, "PRAGMA journal_mode") == [("wal",)]
    # What older writers insert still goes in: no column of ours is obligatory.
    connection = connect(path)
    insert_unit(connection, 77, "plain")
    connection.rollback()


ODD = {
    "no context": ({"context": None}, {"context": {"languages": [], "frameworks": [], "pattern": ""}}),
    "version": ({"version": 3}, {"version": 3}),
    "public": ({"tier": "public"}, {"tier": "public"}),
    "unknown member": ({"later": [1]}, {}),
    "superseded": ({"superseded_by": unit_id(9)}, {"superseded_by": unit_id(9)}),
    "whole confidence": (
        {"evidence": {"confidence": 1, "confirmations": 2, "first_observed": WHEN + "Z", "last_confirmed": WHEN + "Z"}},
        None,
    ),
    "flag": (
        {"flags": [{"reason": "stale", "timestamp": WHEN + "Z"}]},
        {"flags": [{"reason": "stale", "timestamp": WHEN + "Z", "detail": None, "duplicate_of": None}]},
    ),
}


def test_documents_of_older_shapes_are_completed(start_server, tmp_path):
    path = str(tmp_path / "odd.db")
    older_file(path, with_version=True)
    connection = connect(path)
    for number, (change, _) in enumerate(ODD.values(), 100):
        document = {**json.loads(stored(number, "odd")), **change}
        document = {k: v for k, v in document.items() if v is not None}
        connection.execute(
            "INSERT INTO knowledge_units (id, data, status, created_at) VALUES (?, ?, 'approved', ?)",
            (unit_id(number), json.dumps(document), WHEN + "+00:00"),
        )
        connection.execute("INSERT INTO knowledge_unit_domains VALUES (?, 'odd')", (unit_id(number),))
    connection.commit()
    connection.close()
    wire = Wire(start_server(env={"CQ_DB_PATH": path}))
    answer = wire.get("/knowledge?domains=odd&limit=50")
    found = {u["id"]: u for u in answer.json()["data"]}
    assert len(found) == len(ODD)
    for number, (name, (_, expected)) in enumerate(ODD.items(), 100):
        unit = found[unit_id(number)]
        assert "later" not in unit and unit["extensions"] is None, name
        for member, value in (expected or {}).items():
            assert unit[member] == value, name
    assert '"confidence":1.0,"confirmations":2' in answer.text


def test_a_unit_written_by_another_process_is_found_at_once(server):
    wire, account = Wire(server), make_account(server)
    domain = unique("foreign")
    for number in range(1000, 1020):
        assert len(wire.get(f"/knowledge?domains={domain}&limit=100").json()["data"]) == number - 1000
        total = wire.get("/knowledge/stats").json()["total_count"]
        connection = connect(server.db_path)
        insert_unit(connection, number, domain)
        connection.commit()
        connection.close()
        assert len(wire.get(f"/knowledge?domains={domain}&limit=100").json()["data"]) == number - 999
        stats = wire.get("/knowledge/stats").json()
        assert (stats["total_count"], stats["domain_counts"][domain]) == (total + 1, number - 999)
    last = unit_id(number)
    assert wire.get(f"/review/{last}", account.session).json()["status"] == "approved"
    write(server.db_path, "UPDATE knowledge_units SET status = 'rejected' WHERE id = ?", (last,))
    assert wire.post(f"/knowledge/{last}/confirmations", account.key).status == 404
    write(server.db_path, "DELETE FROM knowledge_units WHERE id = ?", (last,))
    assert wire.get(f"/review/{last}", account.session).status == 404
    assert wire.get("/knowledge/stats").json()["domain_counts"][domain] == 19


def test_a_decision_by_another_process_counts(server):
    wire, account = Wire(server), make_account(server)
    domain = unique("decided")
    for _ in range(20):
        unit = propose(wire, account, domain)
        assert wire.get(f"/review/{unit['id']}", account.session).json()["status"] == "pending"
        write(
            server.db_path,
            "UPDATE knowledge_units SET status = 'approved', reviewed_by = 'x', reviewed_at = ? WHERE id = ?",
            (WHEN + "+00:00", unit["id"]),
        )
        assert unit["id"] in [u["id"] for u in wire.get(f"/knowledge?domains={domain}&limit=100").json()["data"]]
        assert wire.post(f"/review/{unit['id']}/approve", account.session).status == 409
        assert wire.post(f"/knowledge/{unit['id']}/confirmations", account.key).status == 201


def test_a_confirmation_builds_on_what_another_process_wrote(server):
    wire, account = Wire(server), make_account(server)
    unit = approved(wire, account, unique("rewritten"))
    wire.post(f"/knowledge/{unit['id']}/confirmations", account.key)
    ((data,),) = read(server.db_path, "SELECT data FROM knowledge_units WHERE id = ?", (unit["id"],))
    data = data.replace('"confirmations":2', '"confirmations":40').replace("Longer", "Rewritten")
    write(server.db_path, "UPDATE knowledge_units SET data = ? WHERE id = ?", (data, unit["id"]))
    answer = wire.post(f"/knowledge/{unit['id']}/confirmations", account.key).json()
    assert (answer["evidence"]["confirmations"], answer["insight"]["detail"]) == (41, "Rewritten")


def test_accounts_changed_by_another_process(server):
    wire = Wire(server)
    for _ in range(10):
        name = unique("late")
        body = {"username": name, "password": PASSWORD}
        assert wire.post("/auth/login", json_body=body).status == 401
        add_user(server.db_path, name)
        answer = wire.post("/auth/login", json_body=body)
        assert answer.status == 200
        token = answer.json()["token"]
        assert wire.get("/users/me", token).status == 200
        write(server.db_path, "UPDATE users SET created_at = 'changed' WHERE username = ?", (name,))
        assert wire.get("/users/me", token).json()["created_at"] == "changed"
        write(
            server.db_path,
            "UPDATE users SET password_hash = '$2b$04$' || substr(password_hash, 8, 22) || 'x' WHERE username = ?",
            (name,),
        )
        assert wire.post("/auth/login", json_body=body).status == 401
        write(server.db_path, "DELETE FROM users WHERE username = ?", (name,))
        assert wire.get("/users/me", token).status == 404
        assert wire.get("/review/queue", token).status == 401


def test_a_key_revoked_by_another_process(server):
    wire = Wire(server)
    for _ in range(10):
        account = make_account(server)
        path = "/knowledge/ku_1/confirmations"
        assert wire.post(path, account.key).status == 404
        write(server.db_path, "UPDATE api_keys SET revoked_at = ? WHERE id = ?", (WHEN + "+00:00", account.key_id))
        assert wire.post(path, account.key).status == 401
        write(server.db_path, "UPDATE api_keys SET revoked_at = NULL WHERE id = ?", (account.key_id,))
        assert wire.post(path, account.key).status == 404
        write(server.db_path, "DELETE FROM api_keys WHERE id = ?", (account.key_id,))
        assert wire.post(path, account.key).status == 401


def test_a_backup_restored_into_the_served_file(start_server, tmp_path):
    server = start_server()
    wire, account = Wire(server), make_account(server)
    kept = approved(wire, account, "kept")
    saved = sqlite3.connect(tmp_path / "saved.db")
    live = connect(server.db_path)
    live.backup(saved)
    lost = approved(wire, account, "lost")
    wire.post(f"/knowledge/{kept['id']}/confirmations", account.key)
    late = make_account(server)
    assert wire.get("/knowledge/stats").json()["total_count"] == 2
    saved.backup(live)
    live.close()
    saved.close()
    assert wire.get("/knowledge/stats").json()["domain_counts"] == {"kept": 1}
    assert wire.get("/knowledge?domains=lost").json() == {"data": []}
    (found,) = wire.get("/knowledge?domains=kept").json()["data"]
    assert found["evidence"]["confirmations"] == 1
    assert wire.get(f"/review/{lost['id']}", account.session).status == 404
    assert wire.get("/review/queue", late.session).status == 401
    assert wire.post("/knowledge/ku_1/confirmations", late.key).status == 401
    # And it can be written to as before.
    again = approved(wire, account, "again")
    assert [u["id"] for u in wire.get("/knowledge?domains=again").json()["data"]] == [again["id"]]


def test_a_foreign_reader_never_blocks_writers(server):
    wire, account = Wire(server), make_account(server)
    reader = connect(server.db_path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM knowledge_units").fetchone()
    propose(wire, account, "beside")
    reader.rollback()
    reader.close()
