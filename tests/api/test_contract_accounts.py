"""Login, the caller's own record, and API keys."""

import json
import re

import pytest
from wire_client import PASSWORD, UNKNOWN_UNIT, Wire, add_user, decode_segment, make_account, read, unique

KEY_MEMBERS = ["id", "name", "labels", "prefix", "ttl", "expires_at", "created_at", "last_used_at",
               "revoked_at", "is_expired", "is_active"]  # fmt: skip
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$")


def login(wire, name, password):
    return wire.post("/auth/login", json_body={"username": name, "password": password})


def test_login_answers_a_token_for_a_day(server):
    name = unique("ann ü ")
    add_user(server.db_path, name)
    answer = login(Wire(server), name, PASSWORD)
    assert answer.status == 200
    document = answer.json()
    assert list(document) == ["token", "username"] and document["username"] == name
    header, claims, _ = document["token"].split(".")
    assert decode_segment(header) == {"alg": "HS256", "typ": "JWT"}
    claims = decode_segment(claims)
    assert set(claims) == {"sub", "iat", "exp"}
    assert claims["sub"] == name and claims["exp"] - claims["iat"] == 24 * 3600


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("{}", "wrong"), ("{}", ""), ("{}", PASSWORD + " "), ("{}", PASSWORD + "\0"), ("{} ", PASSWORD),
        ("{}\0", PASSWORD), ("", PASSWORD), ("nobody", PASSWORD),
        ("nobody", "p" * 73), ("{}", "p" * 73), ("{}", "é" * 40),
    ],
)  # fmt: skip
def test_wrong_credentials_look_alike(server, name, password):
    user = unique("bea")
    add_user(server.db_path, user)
    answer = login(Wire(server), name.format(user), password)
    assert (answer.status, answer.text) == (401, '{"detail":"Invalid username or password"}')


@pytest.mark.parametrize("prefix", ["$2a$", "$2b$", "$2y$"])
def test_every_bcrypt_prefix_in_the_table_logs_in(server, prefix):
    from wire_client import PASSWORD_HASH, write

    name = unique("cy")
    add_user(server.db_path, name)
    write(
        server.db_path,
        "UPDATE users SET password_hash = ? WHERE username = ?",
        (prefix + PASSWORD_HASH[4:], name),
    )
    assert login(Wire(server), name, PASSWORD).status == 200


@pytest.mark.parametrize("created_at", ["2026-03-04 05:06:07", "2026-03-04T05:06:07.000001+00:00", "", 'long ago, "ö"'])
def test_me_shows_the_row_as_it_is(server, created_at):
    name = unique("dan")
    add_user(server.db_path, name, created_at)
    wire = Wire(server)
    token = login(wire, name, PASSWORD).json()["token"]
    answer = wire.get("/users/me", token)
    assert answer.status == 200
    expected = json.dumps({"username": name, "created_at": created_at}, separators=(",", ":"), ensure_ascii=False)
    assert answer.text == expected


def test_a_new_key_is_shown_once(server):
    account = make_account(server)
    wire = Wire(server)
    answer = wire.post(
        "/users/me/api-keys",
        account.session,
        {"name": "laptop ☃", "ttl": " 30D ", "labels": [" ci ", "ci", "", "é", "CI"]},
    )
    assert answer.status == 201
    key = answer.json()
    assert [m for m in key if m in KEY_MEMBERS] == KEY_MEMBERS
    assert re.fullmatch(r"cqa\.v1\." + key["id"] + r"\.[a-z2-7]{52}", key["token"])
    assert re.fullmatch(r"[0-9a-f]{32}", key["id"])
    assert key["prefix"] == key["token"].split(".")[3][:8]
    # The Go client reads these two names.
    assert key["api_key"] == key["token"] and key["key_prefix"] == key["prefix"]
    assert (key["name"], key["ttl"], key["labels"]) == ("laptop ☃", "30d", ["ci", "é", "CI"])
    assert (key["last_used_at"], key["revoked_at"]) == (None, None)
    assert (key["is_expired"], key["is_active"]) == (False, True)
    assert TIME.match(key["created_at"]) and TIME.match(key["expires_at"])

    listed = wire.get("/users/me/api-keys", account.session)
    assert listed.status == 200 and key["token"] not in listed.text
    newest, oldest = listed.json()["data"]
    assert newest["id"] == key["id"] and oldest["id"] == account.key_id
    assert "token" not in newest and "api_key" not in newest
    assert {m: newest[m] for m in KEY_MEMBERS} == {m: key[m] for m in KEY_MEMBERS}

    row = read(
        server.db_path, "SELECT labels, key_prefix, length(key_hash), ttl FROM api_keys WHERE id = ?", (key["id"],)
    )
    assert row == [('["ci", "\\u00e9", "CI"]', key["prefix"], 64, "30d")]


TTLS = {
    "1s": None, "60m": None, "8760h": None, "365d": None, "0001d": None, "1\u00a0".strip() + "d": None, "\t12H\n": None,
    "366d": "'366d' exceeds the maximum of 365d",
    "8761h": "'8761h' exceeds the maximum of 365d",
    "0d": "'0d': ttl must be greater than zero",
    " ": "ttl is required",
    "d": "'d' is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h",
    "1w": "'1w' is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h",
    "1.5d": "'1.5d' is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h",
    "-1d": "'-1d' is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h",
    "١d": "'١d' is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h",
    "it's": "\"it's\" is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h",
    "a\nb": "'a\\nb' is not a valid duration: expected <integer><s|m|h|d>, e.g. 30d, 12h",
}  # fmt: skip


@pytest.mark.parametrize("ttl", TTLS)
def test_times_to_live(server, ttl):
    account = make_account(server)
    answer = Wire(server).post("/users/me/api-keys", account.session, {"name": "n", "ttl": ttl})
    if TTLS[ttl] is None:
        assert (answer.status, answer.json()["ttl"]) == (201, ttl.strip().lower())
    else:
        assert (answer.status, answer.json()) == (422, {"detail": TTLS[ttl]})


def test_the_twenty_first_active_key_is_refused(server):
    account = make_account(server)
    wire = Wire(server)
    body = {"name": "n", "ttl": "1h"}
    for _ in range(19):
        assert wire.post("/users/me/api-keys", account.session, body).status == 201
    answer = wire.post("/users/me/api-keys", account.session, body)
    assert (answer.status, answer.text) == (409, '{"detail":"Maximum of 20 active API keys per user"}')
    # An invalid ttl is told first; a revoked key makes room.
    assert wire.post("/users/me/api-keys", account.session, {"name": "n", "ttl": "x"}).status == 422
    assert wire.post(f"/users/me/api-keys/{account.key_id}/revoke", account.session).status == 200
    assert wire.post("/users/me/api-keys", account.session, body).status == 201


def test_revoking(server):
    account, other = make_account(server), make_account(server)
    wire = Wire(server)
    path = f"/users/me/api-keys/{account.key_id}/revoke"
    missing = (404, '{"detail":"API key not found"}')
    answer = wire.post(path, other.session)
    assert (answer.status, answer.text) == missing
    for name in ["x", account.key_id.upper().replace("0", "G"), "%00", "%ff"]:
        answer = wire.post(f"/users/me/api-keys/{name}/revoke", account.session)
        assert (answer.status, answer.text) == missing, name
    for _ in range(2):
        answer = wire.post(path, account.session)
        assert (answer.status, answer.text) == (200, '{"message":"API key revoked."}')
    (key,) = wire.get("/users/me/api-keys", account.session).json()["data"]
    assert TIME.match(key["revoked_at"]) and (key["is_active"], key["is_expired"]) == (False, False)
    assert wire.post("/knowledge", account.key, {}).status == 401


def test_keys_are_listed_as_their_rows_say(server):
    from wire_client import write

    account = make_account(server)
    write(
        server.db_path,
        "UPDATE api_keys SET expires_at = '2026-01-02T03:04:05+00:00', created_at = '2026-01-01T03:04:05.000001+00:00',"
        " last_used_at = '2026-01-01T04:00:00+00:00', labels = '[\"x\", \"\\u00e9\"]' WHERE id = ?",
        (account.key_id,),
    )
    (key,) = Wire(server).get("/users/me/api-keys", account.session).json()["data"]
    assert key["expires_at"] == "2026-01-02T03:04:05+00:00"
    assert key["created_at"] == "2026-01-01T03:04:05.000001+00:00"
    assert key["last_used_at"] == "2026-01-01T04:00:00+00:00"
    assert key["labels"] == ["x", "é"]
    assert (key["is_expired"], key["is_active"]) == (True, False)


def test_a_key_is_used_by_what_succeeds(server):
    account = make_account(server)
    wire = Wire(server)

    def last_used():
        return wire.get("/users/me/api-keys", account.session).json()["data"][0]["last_used_at"]

    assert wire.post("/knowledge", account.key, {"domains": []}).status == 422
    assert wire.post("/knowledge/" + UNKNOWN_UNIT + "/confirmations", account.key).status == 404
    assert last_used() is None
    unit = {"domains": ["a"], "insight": {"summary": "s", "detail": "d", "action": "a"}}
    assert wire.post("/knowledge", account.key, unit).status == 201
    assert TIME.match(last_used())
