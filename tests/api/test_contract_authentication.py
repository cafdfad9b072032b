"""Credentials: which routes ask for which, in which order they are checked, and what is refused."""

import hashlib
import time
import uuid

import pytest
from wire_client import (
    UNKNOWN_UNIT,
    Wire,
    add_user,
    claims_for,
    make_account,
    sign,
    unique,
    write,
)

SECRET = "a-secret-for-signing-of-enough-bytes!"
MISSING = (401, '{"detail":"Missing or invalid authorization header"}')
INVALID = (401, '{"detail":"Invalid or expired token"}')
BAD_KEY = (401, '{"detail":"Invalid API key"}')

SESSION_ROUTES = [
    ("GET", "/users/me"),
    ("GET", "/users/me/api-keys"),
    ("POST", "/users/me/api-keys"),
    ("POST", "/users/me/api-keys/x/revoke"),
    ("GET", "/review/queue"),
    ("GET", "/review/stats"),
    ("GET", "/review/units"),
    ("GET", f"/review/{UNKNOWN_UNIT}"),
    ("POST", f"/review/{UNKNOWN_UNIT}/approve"),
    ("POST", f"/review/{UNKNOWN_UNIT}/reject"),
]
KEY_ROUTES = [
    ("POST", "/knowledge"),
    ("POST", f"/knowledge/{UNKNOWN_UNIT}/confirmations"),
    ("POST", f"/knowledge/{UNKNOWN_UNIT}/flags"),
]


def outcome(answer):
    return answer.status, answer.text


@pytest.mark.parametrize(("method", "path"), SESSION_ROUTES)
@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, MISSING),
        ("", MISSING),
        ("Bearer", MISSING),
        ("bearer {}", MISSING),
        ("BEARER {}", MISSING),
        ("{}", MISSING),
        ("Basic {}", MISSING),
        ("Bearer\t{}", MISSING),
        ("Bearer  {}", INVALID),
        ("Bearer {}x", INVALID),
        ("Bearer {} {}", INVALID),
        ("Bearer a.b.c", INVALID),
        ("Bearer ..", INVALID),
    ],
)
def test_session_routes_refuse(server, method, path, header, expected):
    token = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"
    headers = {} if header is None else {"Authorization": header.replace("{}", token)}
    answer = Wire(server).call(method, path, headers=headers)
    assert outcome(answer) == expected
    assert answer.header("www-authenticate") is None


@pytest.mark.parametrize(("method", "path"), KEY_ROUTES)
@pytest.mark.parametrize("header", [None, "", "Bearer", "bearer {}", "{}", "Bearer  {}", "Bearer x"])
def test_key_routes_refuse(server, method, path, header):
    account = make_account(server)
    headers = {} if header is None else {"Authorization": header.replace("{}", account.key)}
    assert outcome(Wire(server).call(method, path, headers=headers)) == BAD_KEY


def test_kinds_of_credential_are_not_interchangeable(server):
    account = make_account(server)
    wire = Wire(server)
    for method, path in SESSION_ROUTES:
        assert outcome(wire.call(method, path, token=account.key)) == INVALID, path
    for method, path in KEY_ROUTES:
        assert outcome(wire.call(method, path, token=account.session)) == BAD_KEY, path


@pytest.mark.parametrize(("method", "path"), [r for r in SESSION_ROUTES + KEY_ROUTES if r[0] == "POST"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"name":1}', b"\xff", b'{"a":NaN}'])
def test_the_credential_is_checked_before_the_body(server, method, path, body):
    expected = MISSING if (method, path) in SESSION_ROUTES else BAD_KEY
    assert outcome(Wire(server).call(method, path, body=body)) == expected


@pytest.mark.parametrize("query", ["?limit=x", "?limit=-1", "?confidence_min=y"])
def test_the_credential_is_checked_before_the_query(server, query):
    assert outcome(Wire(server).get("/review/units" + query)) == MISSING


@pytest.fixture
def signing(start_server):
    """A server whose signing secret the test knows, and a user of it."""
    server = start_server(env={"CQ_JWT_SECRET": SECRET})
    name = unique("signer")
    add_user(server.db_path, name)
    return server, name


def accepted(server, token):
    answer = Wire(server).get("/users/me", token)
    if answer.status == 200:
        assert Wire(server).get("/review/queue", token).status == 200
        return True
    assert outcome(answer) == INVALID
    assert outcome(Wire(server).get("/review/queue", token)) == INVALID
    return False


def test_claims_that_pass_and_claims_that_do_not(signing):
    server, name = signing
    now = int(time.time())
    passing = {
        "plain": {},
        "exp as a float": {"exp": now + 100.5},
        "exp as digits": {"exp": str(now + 100)},
        "nbf in the past": {"nbf": now - 60},
        "unknown claims": {"role": "admin", "list": [1, {"a": None}]},
        "iss": {"iss": "someone"},
        "aud null": {"aud": None},
        "jti": {"jti": "1"},
    }
    refused = {
        "expired": {"exp": now - 1},
        "exp word": {"exp": "soon"},
        "exp null": {"exp": None},
        "exp list": {"exp": [now + 100]},
        "nbf ahead": {"nbf": now + 600},
        "nbf word": {"nbf": "x"},
        "iat ahead": {"iat": now + 600},
        "iat word": {"iat": "x"},
        "aud": {"aud": "cq"},
        "aud list": {"aud": ["cq"]},
        "sub number": {"sub": 7},
        "sub null": {"sub": None},
        "jti number": {"jti": 1},
    }
    for case, change in passing.items():
        assert accepted(server, sign(claims_for(name, **change), SECRET)), case
    for case, change in refused.items():
        assert not accepted(server, sign(claims_for(name, **change), SECRET)), case
    for missing in ("exp", "sub"):
        claims = claims_for(name)
        del claims[missing]
        assert outcome(Wire(server).get("/review/queue", sign(claims, SECRET))) == INVALID, missing


def test_headers_and_signatures_that_pass_and_that_do_not(signing):
    server, name = signing
    claims = claims_for(name)
    good = sign(claims, SECRET)
    head, body, signature = good.split(".")
    assert accepted(server, sign(claims, SECRET, {"alg": "HS256"}))
    assert accepted(server, sign(claims, SECRET, {"alg": "HS256", "typ": "other", "kid": "k"}))
    refused = {
        "other secret": sign(claims, SECRET + "x"),
        "alg none": sign(claims, SECRET, {"alg": "none"}),
        "alg none unsigned": sign(claims, SECRET, {"alg": "none"}).rsplit(".", 1)[0] + ".",
        "alg lower case": sign(claims, SECRET, {"alg": "hs256"}),
        "no alg": sign(claims, SECRET, {"typ": "JWT"}),
        "HS512": sign(claims, SECRET, {"alg": "HS512"}, hashlib.sha512),
        "RS256": sign(claims, SECRET, {"alg": "RS256"}),
        "unknown crit": sign(claims, SECRET, {"alg": "HS256", "crit": ["x"], "x": 1}),
        "kid number": sign(claims, SECRET, {"alg": "HS256", "kid": 1}),
        "header list": sign(claims, SECRET, b"[]"),
        "claims list": sign(b"[]", SECRET),
        "claims broken": sign(b"{", SECRET),
        "no signature": f"{head}.{body}.",
        "signature cut": f"{head}.{body}.{signature[:-2]}",
        "another body": f"{head}.{body[:-2]}.{signature}",
        "two parts": f"{head}.{body}",
        "five parts": f"{good}.x.y",
    }
    for case, token in refused.items():
        assert not accepted(server, token), case


def test_a_removed_user_keeps_no_rights(signing):
    server, name = signing
    token = sign(claims_for(name), SECRET)
    assert accepted(server, token)
    write(server.db_path, "DELETE FROM users WHERE username = ?", (name,))
    wire = Wire(server)
    for method, path in SESSION_ROUTES[1:]:
        body = {"name": "n", "ttl": "1d"} if path.endswith("api-keys") and method == "POST" else None
        assert outcome(wire.call(method, path, token=token, json_body=body)) == INVALID, path
    assert outcome(wire.get("/users/me", token)) == (404, '{"detail":"User not found"}')


def test_spellings_of_an_api_key(server):
    account = make_account(server)
    key_id, secret = account.key.split(".")[2:]
    dashed = str(uuid.UUID(key_id))
    passing = [account.key, f"cqa.v1.{key_id.upper()}.{secret}", f"cqa.v1.{dashed}.{secret}",
               f"cqa.v1.{{{dashed}}}.{secret}", f"cqa.v1.urn:uuid:{dashed}.{secret}"]  # fmt: skip
    refused = [f"CQA.v1.{key_id}.{secret}", f"cqa.v2.{key_id}.{secret}", f"cqa.v1.{key_id}",
               f"cqa.v1.{key_id}.{secret}.x", f"cqa.v1.{key_id}.{secret}a", f"cqa.v1.{key_id}.{secret[:-1]}",
               f"cqa.v1.{key_id}.{secret.upper()}", f"cqa.v1.{key_id}.{'a' * 52}", f"cqa.v1.{key_id[:-1]}.{secret}",
               f"cqa.v1.{'0' * 32}.{secret}", f"cqa.v1.{'g' * 32}.{secret}", "cqa.v1.."]  # fmt: skip
    wire = Wire(server)
    path = f"/knowledge/{UNKNOWN_UNIT}/confirmations"
    for key in passing:
        assert wire.post(path, key).status == 404, key
    for key in refused:
        assert outcome(wire.post(path, key)) == BAD_KEY, key


def test_an_expired_key_and_a_key_of_a_removed_user_are_refused(server):
    wire = Wire(server)
    path = f"/knowledge/{UNKNOWN_UNIT}/confirmations"
    first, second = make_account(server), make_account(server)
    write(
        server.db_path,
        "UPDATE api_keys SET expires_at = '2026-01-01T00:00:00+00:00' WHERE id = ?",
        (first.key_id,),
    )
    write(server.db_path, "DELETE FROM users WHERE username = ?", (second.name,))
    assert outcome(wire.post(path, first.key)) == BAD_KEY
    assert outcome(wire.post(path, second.key)) == BAD_KEY
