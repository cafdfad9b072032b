"""The commands of the binary, most of them beside a server that serves the same file."""

import json
import os
import pty
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest
from server_process import PATIENCE, SECRETS, clean_environment
from test_contract_database import older_file
from wire_client import Wire, make_account, propose, read, unit_body

PROPOSALS = [
    {
        "_comment": "members that nobody knows are ignored",
        "domains": ["API", " stripe ", "api"],
        "insight": {"summary": "S", "detail": "D", "action": "A"},
        "context": {"languages": ["python"], "frameworks": [], "pattern": "p"},
        "created_by": "seed",
    },
    {"domains": ["git"], "insight": {"summary": "Überraschung", "detail": "D", "action": "A"}},
]


class Store:
    """A database without a server."""

    def __init__(self, binary, path):
        self.binary, self.path = binary, str(path)

    def run(self, *args, text=None, env=None):
        environment = clean_environment(SECRETS | {"CQ_DB_PATH": self.path} | (env or {}))
        return subprocess.run(
            [self.binary, *args], env=environment, input=text, capture_output=True, text=True, timeout=PATIENCE
        )

    def ok(self, *args, **more):
        result = self.run(*args, **more)
        assert result.returncode == 0, result.stderr
        return result

    def exported(self):
        return json.loads(self.ok("export").stdout)


@pytest.fixture
def store(binary, tmp_path):
    return Store(binary, tmp_path / "store.db")


@pytest.fixture
def json_file(tmp_path):
    """json_file(value): the path of a file that holds it."""

    def write(value):
        path = tmp_path / "units.json"
        path.write_text(json.dumps(value))
        return str(path)

    return write


def log_in(server, username, password):
    return Wire(server).post("/auth/login", json_body={"username": username, "password": password})


def test_version_and_help(store):
    assert re.fullmatch(r"cq-server \d+\.\d+\.\d+ \(\S+\)\n", store.ok("--version").stdout)
    for command in ("serve", "user", "import", "export", "backup", "migrate", "config"):
        assert command in store.ok("--help").stdout
    assert "--skip-invalid" in store.ok("import", "--help").stdout


def test_a_users_life(server):
    assert server.run("user", "add", "life", "--password-stdin", text="first secret\n").returncode == 0
    token = log_in(server, "life", "first secret").json()["token"]
    assert Wire(server).get("/users/me", token).json()["username"] == "life"
    assert re.search(r"^life\t\S+", server.run("user", "list").stdout, re.MULTILINE)

    assert server.run("user", "set-password", "life", "--password-stdin", text="second secret").returncode == 0
    assert log_in(server, "life", "first secret").status == 401
    assert log_in(server, "life", "second secret").status == 200

    assert server.run("user", "remove", "life").returncode == 0
    assert Wire(server).get("/review/queue", token).status == 401
    assert log_in(server, "life", "second secret").status == 401
    assert "life" not in server.run("user", "list").stdout


def test_a_generated_password_is_printed_alone(server):
    result = server.run("user", "add", "generated", "--generate")
    assert (result.returncode, len(result.stdout.splitlines())) == (0, 1)
    assert log_in(server, "generated", result.stdout.strip()).status == 200


def test_a_created_key_works(server):
    assert server.run("user", "add", "keyed", "--generate").returncode == 0
    key = server.run("user", "create-key", "keyed", "--name", "agent", "--ttl", "1h").stdout.strip()
    assert Wire(server).post("/knowledge", key, unit_body("keyed")).json()["created_by"] == "keyed"
    assert server.run("user", "create-key", "keyed", "--ttl", "forever").returncode == 1
    assert server.run("user", "create-key", "nobody").returncode == 1


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (("add", "demo", "--password-stdin"), "another"),
        (("add", "", "--password-stdin"), "x"),
        (("add", "new", "--password-stdin"), ""),
        (("add", "new", "--password-stdin"), "\n"),
        (("add", "new", "--password-stdin"), "x" * 73),
        (("add", "new\x1b[0m", "--password-stdin"), "x"),
        (("add", "new"), "there is no terminal"),
        (("set-password", "nobody", "--password-stdin"), "x"),
        (("remove", "nobody"), None),
    ],
)
def test_what_cannot_be_done_to_users(store, args, text):
    store.ok("user", "add", "demo", "--password-stdin", text="demo")
    # A session of its own has no terminal.
    result = subprocess.run(
        [store.binary, "user", *args],
        env=clean_environment({"CQ_DB_PATH": store.path}),
        input=text,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        start_new_session=True,
    )
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert store.ok("user", "list").stdout.split("\t")[0] == "demo"


def on_a_terminal(command, env, typed=b""):
    """Runs it on a terminal of its own; returns exit code and what appeared there."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(command[0], command, env)
    shown = b""
    try:
        while part := os.read(terminal, 65536):
            shown += part
            if typed and part.rstrip().endswith(b":"):
                os.write(terminal, typed)
    except OSError:
        pass  # Linux says EIO when the other end has closed.
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode()


def test_a_password_is_asked_for_without_echo(store):
    env = clean_environment({"CQ_DB_PATH": store.path})
    code, shown = on_a_terminal([store.binary, "user", "add", "typist"], env, b"typed secret\n")
    assert code == 0, shown
    assert "Password:" in shown
    assert "typed secret" not in shown
    assert "typist" in store.ok("user", "list").stdout


def test_the_same_proposals_are_imported_once(store, json_file):
    file = json_file(PROPOSALS)
    assert "imported 2 units" in store.ok("import", file).stderr
    assert "imported 0 units, 2 were there already" in store.ok("import", file).stderr
    units = {unit["insight"]["summary"]: unit for unit in store.exported()}
    assert units.keys() == {"S", "Überraschung"}
    assert units["S"]["domains"] == ["api", "stripe"]
    assert units["S"]["created_by"] == "seed"
    assert (units["S"]["status"], units["S"]["evidence"]["confidence"]) == ("pending", 0.5)
    assert re.fullmatch("ku_[0-9a-f]{32}", units["S"]["id"])


def test_units_are_imported_while_the_server_serves(start_server, json_file):
    server = start_server()
    wire = Wire(server)
    assert wire.get("/knowledge?domains=git").json() == {"data": []}
    assert server.run("import", json_file(PROPOSALS), "--status", "approved").returncode == 0
    (unit,) = wire.get("/knowledge?domains=git").json()["data"]
    assert unit["insight"]["summary"] == "Überraschung"
    account = make_account(server)
    assert wire.post(f"/knowledge/{unit['id']}/confirmations", account.key).status == 201


def test_an_export_imported_elsewhere_is_the_same_store(start_server, binary, tmp_path):
    server = start_server()
    account, wire = make_account(server), Wire(server)
    units = [propose(wire, account, domain) for domain in ("one", "two", "three")]
    wire.post(f"/review/{units[0]['id']}/approve", account.session)
    wire.post(f"/review/{units[1]['id']}/reject", account.session)
    wire.post(f"/knowledge/{units[0]['id']}/confirmations", account.key)
    flag = {"reason": "duplicate", "duplicate_of": units[1]["id"], "detail": "the same"}
    assert wire.post(f"/knowledge/{units[0]['id']}/flags", account.key, flag).status == 201

    file = tmp_path / "export.json"
    assert server.run("export", str(file)).returncode == 0
    assert len(json.loads(file.read_text())) == 3
    other = Store(binary, tmp_path / "other.db")
    other.ok("import", str(file))
    columns = "SELECT id, data, status, reviewed_by, reviewed_at, created_at, tier FROM knowledge_units ORDER BY id"
    assert read(other.path, columns) == read(server.db_path, columns)
    domains = "SELECT * FROM knowledge_unit_domains ORDER BY unit_id, domain"
    assert read(other.path, domains) == read(server.db_path, domains)
    assert other.exported() == json.loads(file.read_text())


def test_answers_of_the_api_can_be_imported(start_server, store, json_file):
    server = start_server()
    account, wire = make_account(server), Wire(server)
    unit = propose(wire, account, "answers")
    store.ok("import", json_file(wire.get("/review/units", account.session).json()))
    wire.post(f"/review/{unit['id']}/approve", account.session)
    store.ok("import", json_file(wire.get("/knowledge?domains=answers").json()))
    (found,) = store.exported()
    assert (found["id"], found["status"], found["created_by"]) == (unit["id"], "pending", account.name)


INVALID = [
    ("not an object", "not a JSON object"),
    ({}, "domains"),
    (PROPOSALS[0] | {"domains": [" "]}, "domains"),
    (PROPOSALS[0] | {"domains": ["x" * 65]}, "64"),
    (PROPOSALS[0] | {"insight": {"summary": "x" * 501, "detail": "", "action": ""}}, "500"),
    (PROPOSALS[0] | {"extensions": {"nocolon": 1}}, "nocolon"),
    (PROPOSALS[0] | {"status": "done"}, "status"),
    (PROPOSALS[0] | {"status": None}, "status"),
    (PROPOSALS[0] | {"status": "approved", "reviewed_at": "yesterday"}, "reviewed_at"),
    (PROPOSALS[0] | {"id": "ku_short"}, "id"),
    ({"knowledge_unit": 1}, "knowledge_unit"),
]


@pytest.mark.parametrize(("entry", "reason"), INVALID)
def test_one_invalid_entry_and_nothing_is_imported(store, json_file, entry, reason):
    file = json_file([PROPOSALS[1], entry])
    result = store.run("import", file)
    assert result.returncode == 1
    problem, summary = result.stderr.splitlines()
    assert problem.startswith("cq-server: entry 2: ")
    assert reason in problem
    assert "nothing was imported" in summary
    assert store.run("export").returncode == 1

    assert store.run("import", file, "--skip-invalid").returncode == 1
    assert len(store.exported()) == 1


@pytest.mark.parametrize("content", ["", "{", "{}", "3", '{"data": 1}', "[1e999]"])
def test_files_that_hold_no_units(store, tmp_path, content):
    file = tmp_path / "file.json"
    file.write_text(content)
    result = store.run("import", str(file))
    assert result.returncode == 1
    assert str(file) in result.stderr
    assert not Path(store.path).exists()
    assert store.run("import", str(tmp_path / "absent.json")).returncode == 1


def test_an_import_shows_its_progress_on_a_terminal_only(store, json_file):
    file = json_file([PROPOSALS[0] | {"domains": [f"d{n}"]} for n in range(1200)])
    env = clean_environment({"CQ_DB_PATH": store.path})
    code, shown = on_a_terminal([store.binary, "import", file], env)
    assert code == 0, shown
    assert "500/1200" in shown
    assert "1200/1200" in shown
    assert "/1200" not in store.ok("import", file).stderr


def test_an_import_from_standard_input(store):
    store.ok("import", "-", text=json.dumps(PROPOSALS))
    assert len(store.exported()) == 2


def test_a_backup_while_writes_go_on(start_server, binary, tmp_path):
    server = start_server()
    account, wire = make_account(server), Wire(server)
    unit = propose(wire, account, "kept")
    copy = tmp_path / "copy.db"
    assert server.run("backup", str(copy)).returncode == 0
    propose(wire, account, "later")
    assert read(str(copy), "SELECT id FROM knowledge_units") == [(unit["id"],)]
    assert read(str(copy), "PRAGMA integrity_check") == [("ok",)]
    again = server.run("backup", str(copy))
    assert (again.returncode, "exists" in again.stderr) == (1, True)


def test_a_backup_migrates_nothing(store, tmp_path):
    older_file(store.path, with_version=True)
    tables = "SELECT name FROM sqlite_master ORDER BY name"
    before = read(store.path, tables)
    store.ok("backup", str(tmp_path / "copy.db"))
    assert read(store.path, tables) == before
    assert read(str(tmp_path / "copy.db"), tables) == before


def test_pending_migrations_have_an_exit_code(store):
    older_file(store.path, with_version=True)
    tables = read(store.path, "SELECT name FROM sqlite_master ORDER BY name")
    assert store.run("migrate", "--check").returncode == 3
    assert read(store.path, "SELECT name FROM sqlite_master ORDER BY name") == tables
    store.ok("migrate")
    store.ok("migrate", "--check")
    store.ok("migrate")


def test_a_database_of_a_newer_version_is_refused(store):
    store.ok("migrate")
    with sqlite3.connect(store.path) as database:
        add_migration(database, 9999)
    database.close()
    result = store.run("migrate")
    assert result.returncode == 1
    assert "newer" in result.stderr


def add_migration(database, version):
    columns = [row[1] for row in database.execute("PRAGMA table_info(cq_migrations)")]
    row = dict(zip(columns, database.execute("SELECT * FROM cq_migrations LIMIT 1").fetchone(), strict=True))
    row["version"] = version
    marks = ", ".join("?" * len(columns))
    database.execute(f"INSERT INTO cq_migrations VALUES ({marks})", tuple(row.values()))


@pytest.mark.parametrize("command", [("export",), ("backup", "copy.db"), ("user", "list"), ("user", "remove", "x")])
def test_commands_do_not_create_a_database(store, command):
    result = store.run(*command)
    assert result.returncode == 1
    assert store.path in result.stderr
    assert not Path(store.path).exists()


def test_an_export_to_nowhere_fails(store, json_file, tmp_path):
    store.ok("import", json_file(PROPOSALS))
    assert store.run("export", str(tmp_path / "no" / "folder.json")).returncode == 1
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [store.binary, "export"], env=clean_environment({"CQ_DB_PATH": store.path}), stdout=full, timeout=PATIENCE
        )
    assert result.returncode == 1
