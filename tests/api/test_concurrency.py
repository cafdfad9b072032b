"""Many clients at once: nothing is counted twice or lost, and limits hold."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from wire_client import PASSWORD, Wire, add_user, approved, make_account, propose, read, unique, write

ROUNDS = 40


def all_at_once(calls):
    """Runs every call in a thread of its own, released together. Results in the calls' order."""
    gate = threading.Barrier(len(calls))

    def run(call):
        gate.wait()
        return call()

    with ThreadPoolExecutor(max_workers=len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_hundred_confirmations_count_two_hundred(server):
    account, wire = make_account(server), Wire(server)
    unit = approved(wire, account, unique("parallel"))
    path = f"/knowledge/{unit['id']}/confirmations"
    answers = all_at_once([lambda: wire.post(path, account.key)] * 200)
    assert Counter(a.status for a in answers) == {201: 200}
    counts = sorted(a.json()["evidence"]["confirmations"] for a in answers)
    assert counts == list(range(2, 202))
    evidence = wire.get(f"/review/{unit['id']}", account.session).json()["knowledge_unit"]["evidence"]
    assert (evidence["confirmations"], evidence["confidence"]) == (201, 1.0)


def test_confirmations_and_flags_do_not_undo_each_other(server):
    account, wire = make_account(server), Wire(server)
    unit = approved(wire, account, unique("mixed"))
    confirm = f"/knowledge/{unit['id']}/confirmations"
    flag = f"/knowledge/{unit['id']}/flags"
    answers = all_at_once(
        [lambda: wire.post(confirm, account.key)] * 40
        + [lambda: wire.post(flag, account.key, {"reason": "stale"})] * 40
    )
    assert {a.status for a in answers} == {201}
    stored = wire.get(f"/review/{unit['id']}", account.session).json()["knowledge_unit"]
    assert (stored["evidence"]["confirmations"], len(stored["flags"])) == (41, 40)


def test_of_two_decisions_one_wins(server):
    accounts, wire = [make_account(server), make_account(server)], Wire(server)
    for number in range(ROUNDS):
        unit = propose(wire, accounts[0], "race")
        acts = ["approve", "approve"] if number % 2 else ["approve", "reject"]
        answers = all_at_once(
            [
                partial(wire.post, f"/review/{unit['id']}/{act}", account.session)
                for account, act in zip(accounts, acts, strict=True)
            ]
        )
        assert sorted(a.status for a in answers) == [200, 409]
        won = next(a.json() for a in answers if a.status == 200)
        lost = next(a.json() for a in answers if a.status == 409)
        assert lost == {"detail": f"Knowledge unit already {won['status']}"}
        item = wire.get(f"/review/{unit['id']}", accounts[0].session).json()
        assert {m: item[m] for m in ("status", "reviewed_by", "reviewed_at")} == {
            m: won[m] for m in ("status", "reviewed_by", "reviewed_at")
        }


def test_fifty_key_creations_stop_at_twenty(server):
    account, wire = make_account(server), Wire(server)
    assert wire.post(f"/users/me/api-keys/{account.key_id}/revoke", account.session).status == 200
    body = {"name": "n", "ttl": "1h"}
    answers = all_at_once([lambda: wire.post("/users/me/api-keys", account.session, body)] * 50)
    assert Counter(a.status for a in answers) == {201: 20, 409: 30}
    listed = wire.get("/users/me/api-keys", account.session).json()["data"]
    assert sum(key["is_active"] for key in listed) == 20


def test_a_revoked_key_works_for_no_request_that_follows(server):
    wire = Wire(server)
    for _ in range(10):
        account = make_account(server)
        unit = approved(wire, account, "revoked")
        path = f"/knowledge/{unit['id']}/confirmations"
        assert wire.post(path, account.key).status == 201
        assert wire.post(f"/users/me/api-keys/{account.key_id}/revoke", account.session).status == 200
        answers = all_at_once([partial(wire.post, path, account.key)] * 4)
        assert {a.status for a in answers} == {401}


def test_proposals_in_parallel_are_all_kept(server):
    account, wire = make_account(server), Wire(server)
    domain = unique("bulk")
    units = all_at_once([lambda: propose(wire, account, domain)] * 100)
    assert len({u["id"] for u in units}) == 100
    stored = read(server.db_path, "SELECT count(*) FROM knowledge_unit_domains WHERE domain = ?", (domain,))
    assert stored == [(100,)]


def test_readers_see_whole_states_while_writers_work(server):
    account, wire = make_account(server), Wire(server)
    domain = unique("watched")
    unit = approved(wire, account, domain)
    finished = threading.Event()

    def watch():
        seen = []
        while not finished.is_set():
            (found,) = wire.get(f"/knowledge?domains={domain}").json()["data"]
            seen.append(found["evidence"]["confirmations"])
        return seen

    with ThreadPoolExecutor(max_workers=4) as pool:
        watchers = [pool.submit(watch) for _ in range(4)]
        try:
            for _ in range(60):
                assert wire.post(f"/knowledge/{unit['id']}/confirmations", account.key).status == 201
        finally:
            finished.set()
        for watcher in watchers:
            seen = watcher.result()
            assert seen == sorted(seen)


def test_logins_in_parallel_leave_room_for_others(server):
    """Hashing is bounded: beyond it a login waits or is told to come back, and other routes answer."""
    name = unique("crowd")
    add_user(server.db_path, name)
    # A hash of the usual cost, so that the logins really queue.
    costly = "$2b$12$GVUgl5Jnw276Jfwg7V7lFuCVW/4IYC.yZlEDz1ITEqCzmirhhwb.S"
    write(server.db_path, "UPDATE users SET password_hash = ? WHERE username = ?", (costly, name))
    wire = Wire(server)
    body = {"username": name, "password": PASSWORD}
    finished = threading.Event()

    def health():
        answered = 0
        while not finished.is_set():
            assert wire.get("/health").status == 200
            answered += 1
        return answered

    with ThreadPoolExecutor(max_workers=1) as pool:
        watcher = pool.submit(health)
        try:
            answers = all_at_once([lambda: wire.post("/auth/login", json_body=body, timeout=300)] * 32)
        finally:
            finished.set()
        assert watcher.result() > 0
    statuses = Counter(a.status for a in answers)
    assert statuses[200] > 0 and set(statuses) <= {200, 429, 503}
    for answer in answers:
        if answer.status != 200:
            assert int(answer.header("retry-after")) > 0 and answer.json()["detail"]
