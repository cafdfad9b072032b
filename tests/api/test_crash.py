"""kill -9 at any moment: what was acknowledged is there afterwards, and the server always starts again.

CQ_CRASH_ROUNDS sets how often (5 by default).
"""

import contextlib
import http.client
import itertools
import os
import random
import sqlite3
import subprocess
import threading
from collections import Counter

import pytest
from test_contract_database import older_file
from wire_client import Wire, make_account, propose, read

ROUNDS = int(os.environ.get("CQ_CRASH_ROUNDS", "5"))
WRITERS = 8
BROKEN_CONNECTION = (OSError, http.client.HTTPException)


class Ledger:
    """What writers were told, and how often they may have confirmed without being told."""

    def __init__(self):
        self._lock = threading.Lock()
        self.acknowledged = 0
        self.units, self.keys = set(), set()
        self.approved = {}  # unit -> reviewed_at
        self.confirmed, self.attempted = Counter(), Counter()

    @contextlib.contextmanager
    def entry(self):
        with self._lock:
            yield
            self.acknowledged += 1


def write_until_it_dies(server, account, ledger, seed):
    wire, dice = Wire(server), random.Random(seed)
    mine, approved = [], []
    with contextlib.suppress(*BROKEN_CONNECTION):
        while True:
            act = dice.choice(["propose", "approve", "confirm", "confirm", "key"])
            if act == "propose" or not mine:
                unit = propose(wire, account, "crash")["id"]
                mine.append(unit)
                with ledger.entry():
                    ledger.units.add(unit)
            elif act == "approve":
                answer = wire.post(f"/review/{mine[-1]}/approve", account.session)
                if answer.status == 200:
                    approved.append(mine[-1])
                    with ledger.entry():
                        ledger.approved[mine[-1]] = answer.json()["reviewed_at"]
            elif act == "confirm" and approved:
                unit = dice.choice(approved)
                ledger.attempted[unit] += 1
                assert wire.post(f"/knowledge/{unit}/confirmations", account.key).status == 201
                with ledger.entry():
                    ledger.confirmed[unit] += 1
            elif act == "key":
                answer = wire.post("/users/me/api-keys", account.session, {"name": "n", "ttl": "1d"})
                if answer.status == 201:
                    with ledger.entry():
                        ledger.keys.add(answer.json()["id"])


def kill_after(server, ledger, writes, threads):
    """Kills once so many writes were acknowledged; the threads end with the server."""
    start = ledger.acknowledged
    while ledger.acknowledged < start + writes and any(t.is_alive() for t in threads):
        threads[0].join(0.001)
    server.process.kill()
    server.process.wait()
    for thread in threads:
        thread.join()


def check(server, account, ledger):
    wire = Wire(server)
    stored = dict(read(server.db_path, "SELECT id, data FROM knowledge_units"))
    assert ledger.units <= set(stored)
    assert read(server.db_path, "PRAGMA integrity_check") == [("ok",)]
    keys = {key for (key,) in read(server.db_path, "SELECT id FROM api_keys")}
    assert ledger.keys <= keys
    for unit, at in ledger.approved.items():
        item = wire.get(f"/review/{unit}", account.session).json()
        assert (item["status"], item["reviewed_at"]) == ("approved", at)
        count = item["knowledge_unit"]["evidence"]["confirmations"] - 1
        assert ledger.confirmed[unit] <= count <= ledger.attempted[unit]
    total = wire.get("/knowledge/stats").json()["total_count"]
    assert total == len(stored)
    domains = read(server.db_path, "SELECT count(*) FROM knowledge_unit_domains")
    assert domains == [(total,)]


def test_no_acknowledged_write_is_lost(start_server, tmp_path):
    env = {"CQ_DB_PATH": str(tmp_path / "crash.db"), "CQ_MAX_CONNECTIONS": "1000"}
    server = start_server(env=env)
    account = make_account(server)
    ledger, dice = Ledger(), random.Random(1)
    for number in range(ROUNDS):
        threads = [
            threading.Thread(
                target=write_until_it_dies, args=(server, account, ledger, number * WRITERS + n), daemon=True
            )
            for n in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        kill_after(server, ledger, dice.randint(1, 120), threads)
        server = start_server(env=env)
        check(server, account, ledger)
    # The file is whole without the server, too.
    server.process.kill()
    server.process.wait()
    assert len(ledger.units) > ROUNDS
    assert ledger.units <= {unit for (unit,) in read(server.db_path, "SELECT id FROM knowledge_units")}


def footprint(path):
    """Sizes of the database's files: changes as the server works on them."""
    sizes = []
    for suffix in ("", "-wal", "-shm", "-journal"):
        try:
            sizes.append(os.stat(path + suffix).st_size)
        except FileNotFoundError:
            sizes.append(None)
    return tuple(sizes)


def start_and_kill(binary, path, changes):
    """Starts the server on `path` and kills it at the given change of its files. False: it came up before."""
    env = {**os.environ, "CQ_DB_PATH": path, "CQ_PORT": "0", "CQ_JWT_SECRET": "s" * 32, "CQ_API_KEY_PEPPER": "p" * 32}
    process = subprocess.Popen([binary], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    os.set_blocking(process.stdout.fileno(), False)
    seen, last = 0, footprint(path)
    try:
        while seen < changes and process.poll() is None and b"listening" not in (process.stdout.read() or b"").lower():
            now = footprint(path)
            seen += now != last
            last = now
        return seen >= changes
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("file", ["new", "versioned", "before versions"])
def test_killed_while_it_prepares_the_database(start_server, tmp_path, file):
    binary = start_server().process.args[0]
    for changes in itertools.count(1):
        path = str(tmp_path / f"{file}-{changes}.db")
        if file != "new":
            older_file(path, with_version=file == "versioned")
        before = [] if file == "new" else read(path, "SELECT * FROM knowledge_units ORDER BY id")
        interrupted = start_and_kill(binary, path, changes)
        server = start_server(env={"CQ_DB_PATH": path})
        account = make_account(server)
        unit = propose(Wire(server), account, "after")
        rows = read(path, "SELECT * FROM knowledge_units WHERE id <> ? ORDER BY id", (unit["id"],))
        assert rows == before
        assert read(path, "SELECT version_num FROM alembic_version") == [("0001",)]
        assert read(path, "PRAGMA integrity_check") == [("ok",)]
        server.process.kill()
        server.process.wait()
        if not interrupted or changes > 4 * ROUNDS:
            break


def test_a_lock_left_by_a_killed_writer_does_not_remain(start_server, tmp_path):
    path = str(tmp_path / "locked.db")
    server = start_server(env={"CQ_DB_PATH": path})
    account = make_account(server)
    hold = (
        "import sqlite3, sys; held = sqlite3.connect(sys.argv[1]); held.execute('BEGIN IMMEDIATE');"
        "print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(["python3", "-c", hold, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    answered = []
    writer = threading.Thread(target=lambda: answered.append(propose(Wire(server), account, "waiting")))
    writer.start()
    # Readers do not wait for the foreign lock; the writer does.
    assert Wire(server).get("/knowledge/stats").status == 200
    holder.kill()
    holder.communicate()
    writer.join()
    assert len(answered) == 1
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM knowledge_units").fetchone() == (1,)
