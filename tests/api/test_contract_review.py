"""The review queue, decisions, lists and the dashboard's figures."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from wire_client import UNKNOWN_UNIT, Wire, approved, make_account, propose, read, unique, write

ROW_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$")
ITEM_MEMBERS = ["knowledge_unit", "status", "reviewed_by", "reviewed_at"]


@pytest.fixture
def wire(server):
    return Wire(server)


@pytest.fixture
def account(server):
    return make_account(server)


@pytest.fixture
def store(start_server):
    """A server of its own, for what depends on the whole store: (server, wire, account)."""
    server = start_server()
    return server, Wire(server), make_account(server)


def items(wire, account, path):
    answer = wire.get(path, account.session)
    assert answer.status == 200, answer.text
    document = answer.json()
    return document["items"] if isinstance(document, dict) else document


def ids(found):
    return [item["knowledge_unit"]["id"] for item in found]


@pytest.mark.parametrize(("act", "status"), [("approve", "approved"), ("reject", "rejected")])
def test_a_decision_is_final(server, wire, account, act, status):
    unit = propose(wire, account, "decide")
    other = make_account(server)
    answer = wire.post(f"/review/{unit['id']}/{act}", other.session)
    assert answer.status == 200
    decision = answer.json()
    assert list(decision) == ["unit_id", "status", "reviewed_by", "reviewed_at"]
    assert (decision["unit_id"], decision["status"], decision["reviewed_by"]) == (unit["id"], status, other.name)
    assert ROW_TIME.match(decision["reviewed_at"])
    row = read(
        server.db_path, "SELECT status, reviewed_by, reviewed_at FROM knowledge_units WHERE id = ?", (unit["id"],)
    )
    assert row == [(status, other.name, decision["reviewed_at"])]
    for again in ("approve", "reject"):
        answer = wire.post(f"/review/{unit['id']}/{again}", account.session)
        assert (answer.status, answer.json()) == (409, {"detail": f"Knowledge unit already {status}"})
    item = wire.get(f"/review/{unit['id']}", account.session).json()
    assert list(item) == ITEM_MEMBERS
    assert item == {
        "knowledge_unit": unit,
        "status": status,
        "reviewed_by": other.name,
        "reviewed_at": decision["reviewed_at"],
    }


def test_a_pending_unit_has_null_review_members(wire, account):
    unit = propose(wire, account, "pending")
    item = wire.get(f"/review/{unit['id']}", account.session).json()
    assert item == {"knowledge_unit": unit, "status": "pending", "reviewed_by": None, "reviewed_at": None}


@pytest.mark.parametrize("unit_id", [UNKNOWN_UNIT, "KU_1", "x", "%00", "%ff", "a%20b"])
def test_unknown_units(wire, account, unit_id):
    expected = (404, '{"detail":"Knowledge unit not found"}')
    for method, path in [("GET", ""), ("POST", "/approve"), ("POST", "/reject")]:
        answer = wire.call(method, f"/review/{unit_id}{path}", token=account.session)
        assert (answer.status, answer.text) == expected, path


def test_the_queue_is_oldest_first_and_paged(store):
    _, wire, account = store
    assert wire.get("/review/queue", account.session).text == '{"items":[],"total":0,"offset":0,"limit":20}'
    units = [propose(wire, account, "queue") for _ in range(23)]
    order = [u["id"] for u in units]
    whole = wire.get("/review/queue", account.session).json()
    assert list(whole) == ["items", "total", "offset", "limit"]
    assert (ids(whole["items"]), whole["total"], whole["offset"], whole["limit"]) == (order[:20], 23, 0, 20)
    page = wire.get("/review/queue?limit=2&offset=21", account.session).json()
    assert (ids(page["items"]), page["total"], page["offset"], page["limit"]) == (order[21:], 23, 21, 2)
    assert ids(items(wire, account, "/review/queue?limit=0")) == []
    assert ids(items(wire, account, "/review/queue?offset=500")) == []
    wire.post(f"/review/{order[0]}/approve", account.session)
    assert wire.get("/review/queue?limit=1", account.session).json()["total"] == 22


def test_lists_are_newest_first_and_filtered(store):
    _, wire, account = store
    first = approved(wire, account, "x")
    second = propose(wire, account, "x", domains=["x", "y"])
    third = propose(wire, account, "y")
    wire.post(f"/review/{third['id']}/reject", account.session)
    sure = approved(wire, account, "z")
    for _ in range(5):
        wire.post(f"/knowledge/{sure['id']}/confirmations", account.key)
    wire.post(f"/knowledge/{first['id']}/flags", account.key, {"reason": "stale"})
    a, b, c, d = (u["id"] for u in (first, second, third, sure))
    expected = {
        "": [d, c, b, a],
        "?limit=2": [d, c],
        "?limit=0": [],
        "?status=approved": [d, a],
        "?status=APPROVED": [],
        "?status=%20": [d, c, b, a],
        "?domain=%20X%20": [b, a],
        "?domain=": [d, c, b, a],
        "?domain=y&status=rejected": [c],
        "?domain=x&domain=y": [c, b],
        "?confidence_min=0.5": [d, c, b],
        "?confidence_min=0.5&limit=2": [d, c],
        "?confidence_max=0.5": [a],
        "?confidence_max=0.35": [],
        "?confidence_min=0.35&confidence_max=0.6": [c, b, a],
        "?confidence_max=1": [d, c, b, a],
        "?confidence_min=0.9999999999999999": [d],
        "?confidence_min=1": [],
        "?confidence_min=nan": [d, c, b, a],
        "?confidence_max=inf&confidence_min=-inf": [d, c, b, a],
        "?confidence_min=5e-1&unknown=1": [d, c, b],
    }
    for text, order in expected.items():
        assert ids(items(wire, account, "/review/units" + text)) == order, text


@pytest.mark.parametrize("path", ["/review/queue?limit=-1", "/review/queue?offset=-1", "/review/units?limit=-1"])
def test_negative_pages_are_refused(wire, account, path):
    assert wire.get(path, account.session).status == 422


def test_figures_of_an_empty_store(store):
    _, wire, account = store
    assert wire.get("/review/stats", account.session).text == (
        '{"counts":{"pending":0,"approved":0,"rejected":0},"domains":{},'
        '"confidence_distribution":{"0.0-0.3":0,"0.3-0.6":0,"0.6-0.8":0,"0.8-1.0":0},"recent_activity":[],"trends":{"daily":[]}}'
    )


def test_figures(store):
    server, wire, account = store
    a = approved(wire, account, "x")
    b = approved(wire, account, "x", domains=["x", "y"])
    pending = propose(wire, account, "z")
    rejected = propose(wire, account, "z")
    wire.post(f"/review/{rejected['id']}/reject", account.session)
    for _ in range(2):
        wire.post(f"/knowledge/{b['id']}/confirmations", account.key)
    stats = wire.get("/review/stats", account.session).json()
    assert list(stats) == ["counts", "domains", "confidence_distribution", "recent_activity", "trends"]
    assert stats["counts"] == {"pending": 1, "approved": 2, "rejected": 1}
    assert stats["domains"] == {"x": 2, "y": 1}
    assert stats["confidence_distribution"] == {"0.0-0.3": 0, "0.3-0.6": 1, "0.6-0.8": 1, "0.8-1.0": 0}
    activity = stats["recent_activity"]
    assert [(e["type"], e["unit_id"]) for e in activity] == [
        ("rejected", rejected["id"]),
        ("proposed", pending["id"]),
        ("approved", b["id"]),
        ("approved", a["id"]),
    ]
    assert list(activity[0]) == ["type", "unit_id", "summary", "reviewed_by", "timestamp"]
    assert list(activity[1]) == ["type", "unit_id", "summary", "timestamp"]
    assert activity[1]["timestamp"] == pending["evidence"]["first_observed"].removesuffix("Z") + "+00:00"
    today = read(server.db_path, "SELECT date(max(created_at)) FROM knowledge_units")[0][0]
    assert stats["trends"]["daily"][0] == {"date": today, "proposed": 4, "approved": 2, "rejected": 1}


def test_trends_run_from_the_first_day_of_the_window_to_today(store):
    server, wire, account = store
    units = [approved(wire, account, "t") for _ in range(3)]
    today = datetime.now(UTC)

    def move(unit, proposed, reviewed):
        write(
            server.db_path,
            "UPDATE knowledge_units SET created_at = ?, reviewed_at = ? WHERE id = ?",
            (
                (today - timedelta(days=proposed)).isoformat(),
                (today - timedelta(days=reviewed)).isoformat(),
                unit["id"],
            ),
        )

    move(units[0], 3, 1)
    move(units[1], 3, 3)
    move(units[2], 90, 2)
    daily = wire.get("/review/stats", account.session).json()["trends"]["daily"]
    days = [(today - timedelta(days=n)).date().isoformat() for n in (3, 2, 1, 0)]
    assert [d["date"] for d in daily[:4]] == days
    assert [(d["proposed"], d["approved"], d["rejected"]) for d in daily[:4]] == [
        (2, 1, 0),
        (0, 1, 0),
        (0, 1, 0),
        (0, 0, 0),
    ]


def test_activity_shows_the_last_twenty(store):
    server, wire, account = store
    units = [
        propose(wire, account, "many", insight={"summary": f"s{i}", "detail": "", "action": ""}) for i in range(25)
    ]
    wire.post(f"/review/{units[0]['id']}/approve", account.session)
    activity = wire.get("/review/stats", account.session).json()["recent_activity"]
    assert [e["summary"] for e in activity] == ["s0"] + [f"s{i}" for i in range(24, 5, -1)]


def test_reviewer_names_are_kept_as_they_are(server, wire):
    account = make_account(server, 'Zoë "☃" ')
    unit = approved(wire, account, unique("names"))
    assert wire.get(f"/review/{unit['id']}", account.session).json()["reviewed_by"] == account.name


def test_units_are_found_by_text_author_and_page(store):
    server, wire, ann = store
    bob = make_account(server)
    first = propose(wire, ann, "find", insight={"summary": "Retry É", "detail": "d", "action": "a"})["id"]
    second = propose(wire, bob, "find", insight={"summary": "s", "detail": "retry once", "action": "a"})["id"]
    third = approved(wire, ann, "other", context={"pattern": "RETRY-LOOP"})["id"]
    for query, expected in {
        "q=retry": [third, second, first],
        "q=%C3%A9%20RETRY": [first],
        "q=retry&status=pending": [second, first],
        "q=retry&domain=find&limit=1&offset=1": [first],
        f"author={bob.name}": [second],
        f"author={ann.name}&offset=0": [third, first],
        f"author={ann.name}&q=loop": [third],
        f"q={second}": [second],
        "offset=1": [second, first],
        "offset=1&limit=1": [second],
        "offset=3": [],
        "q=%25": [],
        "q=%00": [],
        "author=nobody": [],
    }.items():
        assert ids(items(wire, ann, f"/review/units?{query}")) == expected, query
    # A decision moves a unit from one list to the other at once.
    assert wire.post(f"/review/{second}/reject", ann.session).status == 200
    assert ids(items(wire, ann, "/review/units?q=retry&status=pending")) == [first]
    assert ids(items(wire, ann, "/review/units?q=retry&status=rejected")) == [second]


def test_reviewers_see_all_of_a_flag(store):
    server, wire, account = store
    unit = approved(wire, account, "flagged")["id"]
    other = approved(wire, account, "flagged")["id"]
    flag = {"reason": "duplicate", "detail": "<b>same</b>", "duplicate_of": other}
    assert wire.post(f"/knowledge/{unit}/flags", account.key, flag).status == 201
    assert wire.post(f"/knowledge/{unit}/flags", account.key, {"reason": "stale", "detail": "old"}).status == 201
    for path in (f"/review/{unit}", "/review/units?q=" + unit):
        document = wire.get(path, account.session).json()
        item = document if isinstance(document, dict) else document[0]
        flags = [{k: v for k, v in flag.items() if k != "timestamp"} for flag in item["knowledge_unit"]["flags"]]
        assert flags == [flag, {"reason": "stale", "detail": "old", "duplicate_of": None}]
    public = wire.get("/knowledge?domains=flagged&limit=10").json()["data"]
    assert [f["detail"] for u in public for f in u["flags"]] == [None, None]
