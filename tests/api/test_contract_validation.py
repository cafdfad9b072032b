"""422 answers: type, place, echoed input and context of every entry, in order. `msg` is for people."""

import json

import pytest
from wire_client import UNKNOWN_UNIT, Wire, make_account, unit_body

INSIGHT = {"summary": "s", "detail": "d", "action": "a"}


@pytest.fixture
def wire(server):
    return Wire(server)


@pytest.fixture
def account(server):
    return make_account(server)


def entries(answer):
    """(type, loc, input, ctx) of each entry; checks that nothing else is in it."""
    assert answer.status == 422, answer.text
    detail = answer.json()["detail"]
    assert isinstance(detail, list), answer.text
    for entry in detail:
        assert [m for m in ("type", "loc", "msg", "input", "ctx") if m in entry] == list(entry)
        assert isinstance(entry["msg"], str) and entry["msg"]
    return [(e["type"], e["loc"], e["input"], e.get("ctx")) for e in detail]


BODY = ["body"]
SHAPES = [
    (b"", [("missing", BODY, None, None)]),
    (b"null", [("model_attributes_type", BODY, None, None)]),
    (b"[]", [("model_attributes_type", BODY, [], None)]),
    (b'"x"', [("model_attributes_type", BODY, "x", None)]),
    (b"1.50", [("model_attributes_type", BODY, 1.5, None)]),
    (b"{", [("json_invalid", ["body", 1], {}, {"error": "Expecting property name enclosed in double quotes"})]),
    (b'{"a"', [("json_invalid", ["body", 4], {}, {"error": "Expecting ':' delimiter"})]),
    (b'{"a":', [("json_invalid", ["body", 5], {}, {"error": "Expecting value"})]),
    (b'{"a":1 "b"', [("json_invalid", ["body", 7], {}, {"error": "Expecting ',' delimiter"})]),
    (b'{"a":"x', [("json_invalid", ["body", 5], {}, {"error": "Unterminated string starting at"})]),
    (b'{"a":"\n"}', [("json_invalid", ["body", 6], {}, {"error": "Invalid control character at"})]),
    (b'{"a":"\\x"}', [("json_invalid", ["body", 6], {}, {"error": "Invalid \\escape"})]),
    (b'{"a":"\\u12g4"}', [("json_invalid", ["body", 7], {}, {"error": "Invalid \\uXXXX escape"})]),
    (b"{} x", [("json_invalid", ["body", 3], {}, {"error": "Extra data"})]),
    (b'{"a":01}', [("json_invalid", ["body", 6], {}, {"error": "Expecting ',' delimiter"})]),
    ('{"☃":x}'.encode(), [("json_invalid", ["body", 5], {}, {"error": "Expecting value"})]),
]


@pytest.mark.parametrize(("body", "expected"), SHAPES)
def test_shapes_of_a_body(wire, account, body, expected):
    for path, token in [("/auth/login", None), ("/users/me/api-keys", account.session), ("/knowledge", account.key)]:
        assert entries(wire.call("POST", path, token=token, body=body)) == expected, path
    path = f"/knowledge/{UNKNOWN_UNIT}/flags"
    assert entries(wire.call("POST", path, token=account.key, body=body)) == expected


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json", ""]
)
def test_a_body_of_another_type_is_echoed_as_text(wire, content_type):
    body = b'{"username":"a","password":"b"}'
    answer = wire.call("POST", "/auth/login", body=body, headers={"Content-Type": content_type})
    assert entries(answer) == [("model_attributes_type", BODY, body.decode(), None)]


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.api+json"]
)
def test_json_content_types(wire, content_type):
    answer = wire.call(
        "POST", "/auth/login", body=b'{"username":"a","password":"b"}', headers={"Content-Type": content_type}
    )
    assert answer.status == 401


def test_bytes_that_are_no_text(wire):
    answer = wire.call("POST", "/auth/login", body=b'{"username":"\xff"}')
    assert (answer.status, answer.text) == (400, '{"detail":"There was an error parsing the body"}')


def at(*where):
    return ["body", *where]


LOGIN = [
    ({}, [("missing", at("username"), {}, None), ("missing", at("password"), {}, None)]),
    ({"username": "a"}, [("missing", at("password"), {"username": "a"}, None)]),
    (
        {"password": 1, "username": None},
        [("string_type", at("username"), None, None), ("string_type", at("password"), 1, None)],
    ),
    (
        {"username": ["a", {"b": 1.5}], "password": True},
        [("string_type", at("username"), ["a", {"b": 1.5}], None), ("string_type", at("password"), True, None)],
    ),
]


@pytest.mark.parametrize(("body", "expected"), LOGIN)
def test_login(wire, body, expected):
    assert entries(wire.post("/auth/login", json_body=body)) == expected


KEYS = [
    (
        {"name": "", "ttl": ""},
        [
            ("string_too_short", at("name"), "", {"min_length": 1}),
            ("string_too_short", at("ttl"), "", {"min_length": 1}),
        ],
    ),
    (
        {"name": "é" * 65, "ttl": "1" * 17},
        [
            ("string_too_long", at("name"), "é" * 65, {"max_length": 64}),
            ("string_too_long", at("ttl"), "1" * 17, {"max_length": 16}),
        ],
    ),
    (
        {"name": 1, "ttl": 30, "labels": "x"},
        [
            ("string_type", at("name"), 1, None),
            ("string_type", at("ttl"), 30, None),
            ("list_type", at("labels"), "x", None),
        ],
    ),
    ({"name": "n", "ttl": "1d", "labels": None}, [("list_type", at("labels"), None, None)]),
    (
        {"name": "n", "ttl": "1d", "labels": ["a", 1, None]},
        [("string_type", at("labels", 1), 1, None), ("string_type", at("labels", 2), None, None)],
    ),
    (
        {"name": "n", "ttl": "1d", "labels": ["a"] * 17},
        [("too_long", at("labels"), ["a"] * 17, {"field_type": "List", "max_length": 16, "actual_length": 17})],
    ),
    ({"labels": []}, [("missing", at("name"), {"labels": []}, None), ("missing", at("ttl"), {"labels": []}, None)]),
]


@pytest.mark.parametrize(("body", "expected"), KEYS)
def test_creating_a_key(wire, account, body, expected):
    assert entries(wire.post("/users/me/api-keys", account.session, body)) == expected


def too_long(where, value):
    return ("value_error", at(*where), value, {"error": {}})


PROPOSALS = [
    ({"domains": []}, [("too_short", at("domains"), [], {"field_type": "List", "min_length": 1, "actual_length": 0})]),
    ({"domains": "a"}, [("list_type", at("domains"), "a", None)]),
    (
        {"domains": ["a", 1, None]},
        [("string_type", at("domains", 1), 1, None), ("string_type", at("domains", 2), None, None)],
    ),
    ({"insight": "x"}, [("model_attributes_type", at("insight"), "x", None)]),
    (
        {"insight": {"summary": 1}},
        [
            ("string_type", at("insight", "summary"), 1, None),
            ("missing", at("insight", "detail"), {"summary": 1}, None),
            ("missing", at("insight", "action"), {"summary": 1}, None),
        ],
    ),
    ({"insight": {**INSIGHT, "summary": "s" * 501}}, [too_long(("insight", "summary"), "s" * 501)]),
    (
        {"insight": {"summary": "😀" * 501, "detail": "d" * 8001, "action": "a" * 2001}},
        [
            too_long(("insight", "summary"), "😀" * 501),
            too_long(("insight", "detail"), "d" * 8001),
            too_long(("insight", "action"), "a" * 2001),
        ],
    ),
    ({"context": None}, [("model_attributes_type", at("context"), None, None)]),
    (
        {"context": {"languages": None, "frameworks": {}, "pattern": 1}},
        [
            ("list_type", at("context", "languages"), None, None),
            ("list_type", at("context", "frameworks"), {}, None),
            ("string_type", at("context", "pattern"), 1, None),
        ],
    ),
    (
        {"context": {"languages": ["a"] * 17}},
        [
            (
                "too_long",
                at("context", "languages"),
                ["a"] * 17,
                {"field_type": "List", "max_length": 16, "actual_length": 17},
            )
        ],
    ),
    (
        {"context": {"languages": ["x", "y" * 65], "pattern": "p" * 201}},
        [too_long(("context", "languages", 1), "y" * 65), too_long(("context", "pattern"), "p" * 201)],
    ),
    ({"extensions": []}, [("dict_type", at("extensions"), [], None)]),
    ({"created_by": 1}, [("string_type", at("created_by"), 1, None)]),
    ({"created_by": None}, [("string_type", at("created_by"), None, None)]),
]


@pytest.mark.parametrize(("change", "expected"), PROPOSALS)
def test_proposals(wire, account, change, expected):
    assert entries(wire.post("/knowledge", account.key, {**unit_body("a"), **change})) == expected


def test_entries_follow_the_order_of_the_model(wire, account):
    body = {"created_by": 5, "extensions": 4, "context": 3, "insight": 2, "domains": 1}
    found = entries(wire.post("/knowledge", account.key, body))
    assert [(kind, loc[1]) for kind, loc, _, _ in found] == [
        ("list_type", "domains"),
        ("model_attributes_type", "insight"),
        ("model_attributes_type", "context"),
        ("dict_type", "extensions"),
        ("string_type", "created_by"),
    ]


@pytest.mark.parametrize("domains", [[""], [" ", "\t", "\u3000"]])
def test_only_empty_domains(wire, account, domains):
    answer = wire.post("/knowledge", account.key, unit_body("x", domains=domains))
    assert (answer.status, answer.text) == (422, '{"detail":"At least one non-empty domain is required"}')


@pytest.mark.parametrize(
    ("change", "first", "words"),
    [
        (
            {"domains": ["x" * 65]},
            "1 validation error for KnowledgeUnit\ndomains.0\n",
            "domains must be at most 64 characters, got 65",
        ),
        ({"domains": ["ok", "y" * 70, "z" * 66]}, "2 validation errors for KnowledgeUnit\ndomains.1\n", "got 66"),
        (
            {"domains": [f"d{i}" for i in range(17)]},
            "1 validation error for KnowledgeUnit\ndomains\n",
            "at most 16 items after validation, not 17",
        ),
        (
            {"extensions": {"no-colon": 1}},
            "1 validation error for KnowledgeUnit\nextensions\n",
            "extension keys must match namespace:key format, got: ['no-colon']",
        ),
        (
            {"extensions": {"ok:a": 1, "Bad:a": 1, "a:b c": 2}},
            "1 validation error for KnowledgeUnit\nextensions\n",
            "got: ['Bad:a', 'a:b c']",
        ),
    ],
)
def test_limits_of_the_stored_unit_are_told_in_one_text(wire, account, change, first, words):
    answer = wire.post("/knowledge", account.key, {**unit_body("a"), **change})
    assert answer.status == 422
    detail = answer.json()["detail"]
    assert isinstance(detail, str) and detail.startswith(first) and words in detail


def test_extensions_are_at_most_twenty_and_keys_end_where_they_end(wire, account):
    twenty = {f"k:{i}": i for i in range(20)}
    assert wire.post("/knowledge", account.key, unit_body("a", extensions=twenty)).status == 201
    assert wire.post("/knowledge", account.key, unit_body("a", extensions={**twenty, "k:x": 1})).status == 422
    assert wire.post("/knowledge", account.key, unit_body("a", extensions={"k:x\n": 1})).status == 422


FLAGS = [
    ({}, [("missing", at("reason"), {}, None)]),
    ({"reason": "STALE"}, [("enum", at("reason"), "STALE", {"expected": "'stale', 'incorrect' or 'duplicate'"})]),
    ({"reason": None}, [("enum", at("reason"), None, {"expected": "'stale', 'incorrect' or 'duplicate'"})]),
    ({"reason": ["stale"]}, [("enum", at("reason"), ["stale"], {"expected": "'stale', 'incorrect' or 'duplicate'"})]),
]


@pytest.mark.parametrize(("body", "expected"), FLAGS)
def test_flags(wire, account, body, expected):
    assert entries(wire.post(f"/knowledge/{UNKNOWN_UNIT}/flags", account.key, body)) == expected


def in_query(name):
    return ["query", name]


QUERIES = [
    ("", [("missing", in_query("domains"), None, None)]),
    ("limit=0", [("missing", in_query("domains"), None, None), ("greater_than", in_query("limit"), "0", {"gt": 0})]),
    ("domains=a&limit=-3", [("greater_than", in_query("limit"), "-3", {"gt": 0})]),
    ("domains=a&limit=x", [("int_parsing", in_query("limit"), "x", None)]),
    ("domains=a&limit=", [("int_parsing", in_query("limit"), "", None)]),
    ("domains=a&limit=1.5", [("int_parsing", in_query("limit"), "1.5", None)]),
    ("domains=a&limit=1e2", [("int_parsing", in_query("limit"), "1e2", None)]),
    ("domains=a&limit=5&limit=y", [("int_parsing", in_query("limit"), "y", None)]),
    ("Domains=a", [("missing", in_query("domains"), None, None)]),
]


@pytest.mark.parametrize(("text", "expected"), QUERIES)
def test_query_parameters(wire, text, expected):
    assert entries(wire.get("/knowledge?" + text)) == expected


LISTS = [
    (
        "/review/queue?limit=x&offset=1.5",
        [("int_parsing", in_query("limit"), "x", None), ("int_parsing", in_query("offset"), "1.5", None)],
    ),
    (
        "/review/units?confidence_min=x&confidence_max=&limit=z",
        [
            ("float_parsing", in_query("confidence_min"), "x", None),
            ("float_parsing", in_query("confidence_max"), "", None),
            ("int_parsing", in_query("limit"), "z", None),
        ],
    ),
]


@pytest.mark.parametrize(("path", "expected"), LISTS)
def test_list_parameters(wire, account, path, expected):
    assert entries(wire.get(path, account.session)) == expected


def test_echoed_input_keeps_its_order_and_its_numbers(wire):
    body = b'{"username":{"b":1.50,"a":[1e22,-0.0,12345678901234567890,"\\u00e9\\u0001"],"b":null},"password":"x"}'
    answer = wire.call("POST", "/auth/login", body=body)
    assert '"input":{"b":null,"a":[1e+22,-0.0,12345678901234567890,"é\\u0001"]}' in answer.text
    assert json.loads(answer.text)["detail"][0]["loc"] == at("username")
