"""Proposing, querying, confirming and flagging: answers member by member, and the rows behind them."""

import json
import re
from urllib.parse import quote

import pytest
from wire_client import UNKNOWN_UNIT, Wire, approved, make_account, propose, read, unique, unit_body

UNIT_MEMBERS = [
    "id",
    "version",
    "domains",
    "insight",
    "context",
    "evidence",
    "tier",
    "created_by",
    "superseded_by",
    "extensions",
    "flags",
]
UNIT_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$")
NOT_FOUND = (404, '{"detail":"Knowledge unit not found"}')


@pytest.fixture
def wire(server):
    return Wire(server)


@pytest.fixture
def account(server):
    return make_account(server)


def query(wire, *domains, **filters):
    pairs = [("domains", d) for d in domains]
    for name, values in filters.items():
        pairs += [(name, v) for v in (values if isinstance(values, list) else [values])]
    text = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in pairs)
    answer = wire.get("/knowledge?" + text)
    assert answer.status == 200, answer.text
    return answer.json()["data"]


def test_a_proposal_answers_the_whole_unit(wire, account):
    unit = propose(wire, account, "proposals", created_by="someone else", version=9, tier="public")
    assert list(unit) == UNIT_MEMBERS
    assert re.fullmatch(r"ku_[0-9a-f]{32}", unit["id"])
    assert (unit["version"], unit["tier"], unit["created_by"]) == (1, "private", account.name)
    assert (unit["superseded_by"], unit["extensions"], unit["flags"]) == (None, None, [])
    assert list(unit["insight"]) == ["summary", "detail", "action"]
    assert list(unit["context"].items()) == [("languages", []), ("frameworks", []), ("pattern", "")]
    evidence = unit["evidence"]
    assert list(evidence) == ["confidence", "confirmations", "first_observed", "last_confirmed"]
    assert (evidence["confidence"], evidence["confirmations"]) == (0.5, 1)
    assert evidence["first_observed"] == evidence["last_confirmed"]
    assert UNIT_TIME.match(evidence["first_observed"])


def test_a_proposal_is_stored_as_compact_json_without_nulls(server, wire, account):
    unit = propose(
        wire,
        account,
        "  Rows É ",
        context={"languages": ["c++"], "pattern": "P"},
        extensions={"acme:deep": {"none": None, "list": [1, 1.0, 1e20, 1e-7, 10**30]}},
    )
    ((data, status, reviewer, reviewed_at, created_at, tier),) = read(
        server.db_path,
        "SELECT data, status, reviewed_by, reviewed_at, created_at, tier FROM knowledge_units WHERE id = ?",
        (unit["id"],),
    )
    observed = unit["evidence"]["first_observed"]
    assert data == (
        f'{{"id":"{unit["id"]}","version":1,"domains":["rows é"],'
        '"insight":{"summary":"Short","detail":"Longer","action":"Do it"},'
        '"context":{"languages":["c++"],"frameworks":[],"pattern":"P"},"evidence":{"confidence":0.5,"confirmations":1,'
        f'"first_observed":"{observed}","last_confirmed":"{observed}"}},"tier":"private","created_by":"{account.name}",'
        '"extensions":{"acme:deep":{"none":null,"list":[1,1.0,1e+20,1e-7,1000000000000000000000000000000]}},"flags":[]}'
    )
    assert (status, reviewer, reviewed_at, tier) == ("pending", None, None, "private")
    assert created_at == observed.removesuffix("Z") + "+00:00"
    assert read(server.db_path, "SELECT domain FROM knowledge_unit_domains WHERE unit_id = ?", (unit["id"],)) == [
        ("rows é",)
    ]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ([" A ", "a", "B", "b "], ["a", "b"]),
        (["", " \t", "x"], ["x"]),
        (["Straße", "STRASSE", "STRAẞE"], ["straße", "strasse"]),
        (["ΟΔΟΣ", "ΟΔΟΣ.", "Σ", "ΣΑ"], ["οδος", "οδος.", "σ", "σα"]),
        (["İx"], ["i\u0307x"]),
        (["\u00a0nb\u3000", "\u200bzw", "\u0085nel\u001f"], ["nb", "\u200bzw", "nel"]),
        (["e\u0301", "é"], ["e\u0301", "é"]),
        (["x" * 64 + "  "], ["x" * 64]),
        (["😀" * 64], ["😀" * 64]),
        ([f"d{i}" for i in range(16)] + ["D1", " "], [f"d{i}" for i in range(16)]),
    ],
)
def test_domains_are_normalised(wire, account, sent, kept):
    answer = wire.post("/knowledge", account.key, unit_body("x", domains=sent))
    assert (answer.status, answer.json()["domains"]) == (201, kept)


@pytest.mark.parametrize(
    ("literal", "printed"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0", "-0.0"),
        ("1.0", "1.0"),
        ("1.10", "1.1"),
        ("1e2", "100.0"),
        ("1E15", "1000000000000000.0"),
        ("1e16", "1e+16"),
        ("1e-4", "0.0001"),
        ("1e-5", "0.00001"),
        ("1.5e-7", "1.5e-7"),
        ("1e22", "1e+22"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("5e-324", "5e-324"),
        ("1e-400", "0.0"),
        ("9223372036854775808", "9223372036854775808"),
        ("-" + "9" * 60, "-" + "9" * 60),
        ("9007199254740993", "9007199254740993"),
        ('"\\ud83d\\ude00\\u00e9\\/"', '"😀é/"'),
        ('"\\u0001\\u007f\\b\\f\\n\\r\\t"', '"\\u0001\x7f\\b\\f\\n\\r\\t"'),
        ('{"b":1,"a":2,"b":{"x":null}}', '{"b":{"x":null},"a":2}'),
    ],
)
def test_extension_values_keep_their_shortest_form(wire, account, literal, printed):
    body = json.dumps(unit_body("numbers"))[:-1] + ', "extensions": {"t:v": ' + literal + "}}"
    answer = wire.call("POST", "/knowledge", token=account.key, body=body.encode())
    assert answer.status == 201, answer.text
    assert f'"extensions":{{"t:v":{printed}}}' in answer.text
    again = wire.get(f"/review/{answer.json()['id']}", account.session)
    assert f'"extensions":{{"t:v":{printed}}}' in again.text


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e400", '"\\ud800"', '"\\udc00\\ud800"', "[" * 70 + "]" * 70]
)
def test_values_that_cannot_be_kept_are_refused(server, wire, account, value):
    before = read(server.db_path, "SELECT count(*) FROM knowledge_units")
    body = json.dumps(unit_body("bad"))[:-1] + ', "extensions": {"t:v": ' + value + "}}"
    answer = wire.call("POST", "/knowledge", token=account.key, body=body.encode())
    assert answer.status == 422 and isinstance(answer.json()["detail"], list)
    assert read(server.db_path, "SELECT count(*) FROM knowledge_units") == before


def test_only_approved_units_are_found_and_without_their_author(wire, account):
    domain = unique("found")
    pending = propose(wire, account, domain)
    unit = approved(wire, account, domain)
    rejected = propose(wire, account, domain)
    wire.post(f"/review/{rejected['id']}/reject", account.session)
    (found,) = query(wire, domain)
    assert found == {k: v for k, v in unit.items() if k != "created_by"}
    assert list(found) == [m for m in UNIT_MEMBERS if m != "created_by"]
    assert pending["id"] != found["id"]


def test_ranking_is_relevance_times_confidence_then_id(wire, account):
    a, b, c = unique("rank"), unique("rank"), unique("rank")
    alone = approved(wire, account, a)
    both = approved(wire, account, a, domains=[a, b])
    three = approved(wire, account, a, domains=[a, b, c])
    context = {"languages": ["Go", "rust"], "frameworks": ["gin"], "pattern": "Retry"}
    rich = approved(wire, account, a, domains=[a, b, c], context=context)

    def ids(*args, **kw):
        return [u["id"] for u in query(wire, *args, limit=10, **kw)]

    low, high = sorted([three["id"], rich["id"]])
    assert ids(a) == [alone["id"], both["id"], high, low]
    assert ids(a.upper(), f" {b} ", a) == [both["id"], high, low, alone["id"]]
    # 0.55/3 + 0.45 beats 0.55.
    assert ids(a, languages=["rust", "c"], frameworks="gin", pattern="RETRY")[0] == rich["id"]
    # 0.55/3 + 0.15 beats 0.55/2; languages are compared as they are written.
    assert ids(a, languages="Go") == [alone["id"], rich["id"], both["id"], three["id"]]
    assert ids(a, languages="go") == ids(a)
    # Confidence weighs in: 0.55 x 0.35 falls behind 0.275 x 0.8.
    wire.post(f"/knowledge/{alone['id']}/flags", account.key, {"reason": "stale"})
    for _ in range(3):
        wire.post(f"/knowledge/{both['id']}/confirmations", account.key)
    assert ids(a)[:2] == [both["id"], alone["id"]]


@pytest.mark.parametrize(
    ("limit", "count"),
    [(None, 5), ("1", 1), ("6", 6), ("7.0", 7), ("%2B2", 2), ("0_3", 3), ("1001", 7), ("99999999", 7)],
)
def test_limit(wire, account, limit, count):
    domain = unique("limit")
    for _ in range(7):
        approved(wire, account, domain)
    answer = wire.get(f"/knowledge?domains={domain}" + ("" if limit is None else f"&limit={limit}"))
    assert answer.status == 200, answer.text
    assert len(answer.json()["data"]) == count


@pytest.mark.parametrize(
    "text", ["domains=", "domains=%20&domains=", "domains=never-seen", "domains=%ff", "domains=a%00"]
)
def test_a_query_that_matches_nothing(wire, text):
    answer = wire.get("/knowledge?" + text)
    assert (answer.status, answer.text) == (200, '{"data":[]}')


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        ("a b", "domains=a+b"),
        ("a b", "domains=a%20b"),
        ("c++", "domains=c%2B%2B"),
        ("a&b", "domains=a%26b"),
        ("k=v", "domains=k=v"),
        ("semi;colon", "domains=semi;colon"),
        ("100%", "domains=100%"),
        ("straße", "domains=STRA%C3%9Fe"),
        ("straße", "domains=STRA%E1%BA%9EE"),
        ("οδος", "domains=%CE%9F%CE%94%CE%9F%CE%A3"),
        ("日本", "domains=%E6%97%A5%E6%9C%AC"),
        ("nbsp", "domains=%C2%A0nbsp%E3%80%80"),
        ("a/b", "domains=a%2Fb"),
    ],
)
def test_spellings_of_a_query(wire, account, stored, text):
    unit = approved(wire, account, stored)
    assert unit["id"] in [u["id"] for u in wire.get(f"/knowledge?{text}&limit=1000").json()["data"]]


def test_confirming_walks_up_to_one_in_double_steps(wire, account):
    unit = approved(wire, account, unique("confirm"))
    seen = []
    for _ in range(7):
        answer = wire.post(f"/knowledge/{unit['id']}/confirmations", account.key)
        assert answer.status == 201
        assert list(answer.json()) == [m for m in UNIT_MEMBERS if m != "created_by"]
        seen.append(re.search(r'"confidence":([^,]+),"confirmations":(\d+)', answer.text).groups())
    confidences = ["0.6", "0.7", "0.7999999999999999", "0.8999999999999999", "0.9999999999999999", "1.0", "1.0"]
    assert seen == [(c, str(n)) for c, n in zip(confidences, range(2, 9), strict=True)]
    evidence = answer.json()["evidence"]
    assert evidence["first_observed"] == unit["evidence"]["first_observed"] < evidence["last_confirmed"]


def test_flagging_walks_down_to_zero_and_keeps_every_flag(server, wire, account):
    unit = approved(wire, account, unique("flag"))
    seen = []
    for reason in ["stale", "incorrect", "stale", "stale"]:
        answer = wire.post(f"/knowledge/{unit['id']}/flags", account.key, {"reason": reason})
        assert answer.status == 201 and "created_by" not in answer.json()
        seen.append(re.search(r'"confidence":([^,]+)', answer.text).group(1))
    assert seen == ["0.35", "0.19999999999999998", "0.04999999999999999", "0.0"]
    flags = answer.json()["flags"]
    assert [f["reason"] for f in flags] == ["stale", "incorrect", "stale", "stale"]
    for flag in flags:
        assert list(flag) == ["reason", "timestamp", "detail", "duplicate_of"]
        assert UNIT_TIME.match(flag["timestamp"])
    assert answer.json()["evidence"]["last_confirmed"] == unit["evidence"]["last_confirmed"]
    ((data,),) = read(server.db_path, "SELECT data FROM knowledge_units WHERE id = ?", (unit["id"],))
    assert [list(f) for f in json.loads(data)["flags"]] == [["reason", "timestamp"]] * 4


def test_a_flag_keeps_its_detail_and_its_original(wire, account):
    domain = unique("duplicate")
    original, unit = approved(wire, account, domain), approved(wire, account, domain)
    path = f"/knowledge/{unit['id']}/flags"
    body = {"reason": "duplicate", "duplicate_of": original["id"], "detail": "the same advice ☃"}
    answer = wire.post(path, account.key, body)
    assert answer.status == 201
    (flag,) = wire.get(f"/review/{unit['id']}", account.session).json()["knowledge_unit"]["flags"]
    assert (flag["reason"], flag["detail"], flag["duplicate_of"]) == ("duplicate", body["detail"], original["id"])
    for wrong in [{}, {"duplicate_of": None}, {"duplicate_of": "ku_1"}, {"duplicate_of": original["id"].upper()}]:
        assert wire.post(path, account.key, {"reason": "duplicate", **wrong}).status == 422, wrong
    assert wire.post(path, account.key, {"reason": "stale", "detail": "x" * 1001}).status == 422
    assert wire.post(path, account.key, {"reason": "stale", "detail": "x" * 1000}).status == 201


def test_only_approved_units_can_be_confirmed_or_flagged(wire, account):
    pending = propose(wire, account, "closed")
    rejected = propose(wire, account, "closed")
    wire.post(f"/review/{rejected['id']}/reject", account.session)
    for unit_id in [pending["id"], rejected["id"], UNKNOWN_UNIT, "x", "%00"]:
        answer = wire.post(f"/knowledge/{unit_id}/confirmations", account.key)
        assert (answer.status, answer.text) == NOT_FOUND, unit_id
        answer = wire.post(f"/knowledge/{unit_id}/flags", account.key, {"reason": "stale"})
        assert (answer.status, answer.text) == NOT_FOUND, unit_id
        # A body that does not validate is told first.
        assert wire.post(f"/knowledge/{unit_id}/flags", account.key, {"reason": "x"}).status == 422


def test_a_confirmation_takes_any_body(wire, account):
    unit = approved(wire, account, "bodies")
    for body in [b"", b"{", b"[1]", b"\xff"]:
        answer = wire.call("POST", f"/knowledge/{unit['id']}/confirmations", token=account.key, body=body)
        assert answer.status == 201, body


def test_stats_of_an_empty_and_of_a_filled_store(start_server):
    server = start_server()
    wire, account = Wire(server), make_account(server)
    assert wire.get("/knowledge/stats").text == (
        '{"total_count":0,"tier_counts":{},"domain_counts":{},'
        '"confidence_distribution":{"0.0-0.3":0,"0.3-0.5":0,"0.5-0.7":0,"0.7-1.0":0}}'
    )
    propose(wire, account, "pending-only")
    approved(wire, account, "b")
    sure = approved(wire, account, "b", domains=["b", "a"])
    doubtful = approved(wire, account, "c", domains=["c", "b"])
    for _ in range(2):
        wire.post(f"/knowledge/{sure['id']}/confirmations", account.key)
    wire.post(f"/knowledge/{doubtful['id']}/flags", account.key, {"reason": "stale"})
    assert wire.get("/knowledge/stats").text == (
        '{"total_count":4,"tier_counts":{"private":3},"domain_counts":{"b":3,"a":1,"c":1},'
        '"confidence_distribution":{"0.0-0.3":0,"0.3-0.5":1,"0.5-0.7":1,"0.7-1.0":1}}'
    )
