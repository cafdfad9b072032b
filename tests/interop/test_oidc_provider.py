"""Access tokens of a real OpenID provider, from the first request to rotation and outage."""

import json
import os
import sqlite3
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import bcrypt
import pytest
from identity_provider import CLIENT_ID
from wire_client import PASSWORD, Wire, add_user, claims_for, read, sign, unique, unit_body

CLI = os.environ.get("CQ_CLI")
PATIENCE = 60

# One route for each kind of local credential, with the answer to a token that is refused.
REFUSALS = [
    ("POST", "/knowledge", "Invalid API key"),
    ("GET", "/users/me", "Invalid or expired token"),
    ("GET", "/users/me/api-keys", "Invalid or expired token"),
    ("GET", "/review/queue", "Invalid or expired token"),
]


@pytest.fixture
def start(start_server, provider):
    """start(provider=..., **env): a server that trusts the provider."""

    def start_configured(provider=provider, **env):
        return start_server(env=provider.environment(**env))

    return start_configured


@pytest.fixture
def server(start):
    return start()


def propose(wire, token, domain="oidc"):
    return wire.post("/knowledge", token, unit_body(domain))


def me(wire, token):
    return wire.get("/users/me", token)


def name_of(wire, token):
    answer = me(wire, token)
    assert answer.status == 200, answer.text
    return answer.json()["username"]


def users(server):
    return [name for (name,) in read(server.db_path, "SELECT username FROM users ORDER BY username")]


def test_a_token_is_accepted_wherever_a_credential_is(server, provider):
    wire, token = Wire(server), provider.token("alice")
    answer = propose(wire, token)
    assert answer.status == 201, answer.text
    unit = answer.json()
    assert unit["created_by"] == "alice"
    assert name_of(wire, token) == "alice"
    assert wire.get("/users/me/api-keys", token).status == 200
    assert [item["knowledge_unit"]["id"] for item in wire.get("/review/queue", token).json()["items"]] == [unit["id"]]
    assert wire.post(f"/review/{unit['id']}/approve", token).status == 200
    assert wire.get(f"/review/{unit['id']}", token).json()["reviewed_by"] == "alice"
    assert wire.post(f"/knowledge/{unit['id']}/confirmations", token).status in (200, 201)
    assert wire.post(f"/knowledge/{unit['id']}/flags", token, {"reason": "stale"}).status in (200, 201)
    assert users(server) == ["alice"]


def test_a_program_is_known_by_its_client_id(server, provider):
    assert propose(Wire(server), provider.client_token()).json()["created_by"] == CLIENT_ID


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_the_allowed_algorithms_are_accepted_and_no_other(start, provider, algorithm):
    token = provider.token(algorithm=algorithm)
    assert propose(Wire(start(CQ_OIDC_ALGORITHMS=algorithm)), token).status == 201
    others = ",".join({"RS256", "ES256", "EdDSA"} - {algorithm})
    assert propose(Wire(start(CQ_OIDC_ALGORITHMS=others)), token).status == 401


@pytest.mark.parametrize(
    ("claim", "name"), [("sub", "u-17"), ("preferred_username", "Zoë"), ("email", "zoe@example.com"), ("upn", "zoe")]
)
def test_the_identity_claim_becomes_the_name(start, provider, claim, name):
    claims = {"preferred_username": "Zoë", "email": "zoe@example.com", "email_verified": True, "upn": "zoe"}
    server = start(CQ_OIDC_IDENTITY_CLAIM=claim)
    token = provider.token("u-17", **claims)
    assert propose(Wire(server), token).json()["created_by"] == name
    assert users(server) == [name]


@pytest.mark.parametrize(
    "claims",
    [
        {"email": None},
        {"email": 7, "email_verified": True},
        {"email": " ", "email_verified": True},
        {"email": "a\nb", "email_verified": True},
        {"email": "x" * 257, "email_verified": True},
        {"email": "a@example.com"},
        {"email": "a@example.com", "email_verified": False},
        {"email": "a@example.com", "email_verified": "true"},
    ],
)
def test_a_good_token_without_a_usable_identity_is_forbidden(start, provider, claims):
    server = start(CQ_OIDC_IDENTITY_CLAIM="email")
    wire, token = Wire(server), provider.token(**claims)
    for answer in (propose(wire, token), me(wire, token)):
        assert answer.status == 403
        assert "email" in answer.json()["detail"]
    assert users(server) == []


def test_an_unverified_email_can_be_allowed(start, provider):
    server = start(CQ_OIDC_IDENTITY_CLAIM="email", CQ_OIDC_ALLOW_UNVERIFIED_EMAIL="true")
    assert name_of(Wire(server), provider.token(email="a@example.com")) == "a@example.com"


REFUSED_TOKENS = {
    "another audience": lambda provider: provider.token(aud="another-server"),
    "another audience in a list": lambda provider: provider.token(aud=["another-server"]),
    "no audience": lambda provider: provider.token(aud=None),
    "another issuer": lambda provider: provider.token(iss=provider.issuer + "/"),
    "expired": lambda provider: provider.token(exp=1_700_000_000),
    "no expiry": lambda provider: provider.token(exp=None),
    "no subject": lambda provider: provider.token(sub=None),
    "bound to a sender": lambda provider: provider.token(cnf={"jkt": "x"}),
    "an ID token": lambda provider: provider.token(typ="ID"),
    "a logout token": lambda provider: provider.token(header={"typ": "logout+jwt"}),
    "signed by another key": lambda provider: provider.token(signer="impostor"),
    "an unknown key": lambda provider: provider.token(header={"kid": "nobody"}),
    "another signature": lambda provider: provider.token()[:-4] + "AAAA",
    "signed with a password": lambda provider: sign(claims_for("alice", iss=provider.issuer, aud="cq-server"), "x"),
    "no token at all": lambda provider: "x.y.z",
}


@pytest.mark.parametrize("refused", REFUSED_TOKENS.values(), ids=REFUSED_TOKENS)
def test_a_refused_token_gets_the_routes_own_answer_and_the_challenge(server, provider, refused):
    wire, token = Wire(server), refused(provider)
    for method, path, detail in REFUSALS:
        answer = wire.call(method, path, token=token, json_body=unit_body("x") if method == "POST" else None)
        assert (answer.status, answer.json()) == (401, {"detail": detail})
        challenge = answer.header("WWW-Authenticate")
        assert challenge.startswith("Bearer")
        assert 'error="invalid_token"' in challenge
    assert users(server) == []


def test_without_a_token_the_challenge_has_no_error(server):
    for method, path, _ in REFUSALS:
        answer = Wire(server).call(method, path, json_body=unit_body("x") if method == "POST" else None)
        assert answer.status == 401
        assert answer.header("WWW-Authenticate").startswith("Bearer")
        assert "error" not in answer.header("WWW-Authenticate")


def test_a_server_without_an_issuer_knows_nothing_of_tokens(start_server, provider):
    wire, token = Wire(start_server()), provider.token()
    for method, path, detail in REFUSALS:
        answer = wire.call(method, path, token=token, json_body=unit_body("x") if method == "POST" else None)
        assert (answer.status, answer.json()) == (401, {"detail": detail})
        assert answer.header("WWW-Authenticate") is None


def test_no_token_reaches_the_log(server, provider):
    wire = Wire(server)
    tokens = [provider.token(), provider.token(aud="another-server"), provider.token(email=None)]
    for token in tokens:
        propose(wire, token)
        me(wire, token)
    server.stop()
    log = "\n".join(server.log_lines())
    assert "wrong_audience" in log
    for token in tokens:
        assert token.rsplit(".", 1)[1] not in log


def test_the_name_of_a_local_user_is_not_taken_over(server, provider):
    add_user(server.db_path, "alice")
    wire, token = Wire(server), provider.token("alice")
    for answer in (propose(wire, token), me(wire, token)):
        assert answer.status == 403
        assert "cq-server user link" in answer.json()["detail"]
    assert users(server) == ["alice"]
    assert me(wire, provider.token("bob")).status == 200


def test_an_operator_links_and_unlinks_a_local_user(start, provider):
    server = start(CQ_OIDC_IDENTITY_CLAIM="preferred_username")
    add_user(server.db_path, "alice")
    wire, token = Wire(server), provider.token("s-1", preferred_username="alice")
    assert me(wire, token).status == 403

    assert server.run("user", "link", "alice", "--subject", "s-1").returncode == 0
    assert name_of(wire, token) == "alice"
    assert propose(wire, token).json()["created_by"] == "alice"
    login = wire.post("/auth/login", json_body={"username": "alice", "password": PASSWORD})
    assert login.status == 200
    assert provider.issuer in server.run("user", "list").stdout

    assert server.run("user", "unlink", "alice").returncode == 0
    assert me(wire, token).status == 403
    assert name_of(wire, login.json()["token"]) == "alice"


def test_a_new_name_renames_the_user_and_its_keys_stay(start, provider):
    server = start(CQ_OIDC_IDENTITY_CLAIM="preferred_username")
    wire, before = Wire(server), provider.token("s-1", preferred_username="alice")
    key = wire.post("/users/me/api-keys", before, {"name": "k", "ttl": "1d"}).json()["token"]
    unit = propose(wire, key).json()
    assert unit["created_by"] == "alice"

    after = provider.token("s-1", preferred_username="alice.smith")
    assert name_of(wire, after) == "alice.smith"
    assert users(server) == ["alice.smith"]
    assert propose(wire, key).json()["created_by"] == "alice.smith"
    assert wire.get(f"/review/{unit['id']}", after).json()["knowledge_unit"]["created_by"] == "alice"


def test_a_rename_to_a_taken_name_is_forbidden(start, provider):
    server = start(CQ_OIDC_IDENTITY_CLAIM="preferred_username")
    wire = Wire(server)
    for subject, name in (("s-1", "alice"), ("s-2", "bob")):
        assert me(wire, provider.token(subject, preferred_username=name)).status == 200
    answer = me(wire, provider.token("s-1", preferred_username="bob"))
    assert answer.status == 403
    assert "cq-server user" in answer.json()["detail"]
    assert users(server) == ["alice", "bob"]


def test_an_api_key_of_an_oidc_user_works(server, provider):
    wire, token = Wire(server), provider.token("alice")
    created = wire.post("/users/me/api-keys", token, {"name": "agent", "ttl": "1d"})
    assert created.status == 201, created.text
    assert propose(wire, created.json()["token"]).json()["created_by"] == "alice"
    assert len(wire.get("/users/me/api-keys", token).json()["data"]) == 1
    assert me(wire, created.json()["token"]).status == 401


def test_no_password_opens_the_account_of_an_oidc_user(server, provider):
    wire = Wire(server)
    assert me(wire, provider.token("alice")).status == 200
    ((stored,),) = read(server.db_path, "SELECT password_hash FROM users")
    for password in ("", "alice", stored):
        answer = wire.post("/auth/login", json_body={"username": "alice", "password": password})
        assert (answer.status, answer.json()) == (401, {"detail": "Invalid username or password"})
        # What the reference server does with the row: it must be able to read it.
        assert not bcrypt.checkpw(password.encode(), stored.encode())


def test_two_first_requests_create_one_user(start, provider):
    server = start()
    # A second server on the same file.
    other = start(CQ_DB_PATH=server.db_path)
    wires = [Wire(server), Wire(other)] * 4
    for round_number in range(5):
        name = unique("person")
        tokens = [provider.token(name) for _ in wires]
        start_line = threading.Barrier(len(wires))

        def first_request(wire, token, start_line=start_line):
            start_line.wait(PATIENCE)
            return me(wire, token).status

        with ThreadPoolExecutor(len(wires)) as pool:
            assert set(pool.map(first_request, wires, tokens)) == {200}, round_number
        assert users(server).count(name) == 1
    assert len(users(server)) == 5


def test_a_removed_user_is_gone_at_once_and_starts_anew(server, provider):
    wire, token = Wire(server), provider.token("alice")
    key = wire.post("/users/me/api-keys", token, {"name": "k", "ttl": "1d"}).json()["token"]
    assert server.run("user", "remove", "alice").returncode == 0
    assert propose(wire, key).status == 401
    assert propose(wire, token).json()["created_by"] == "alice"
    assert wire.get("/users/me/api-keys", token).json()["data"] == []


def test_rotation_under_load_refuses_nobody(start, own_provider):
    wire = Wire(start(own_provider))
    assert propose(wire, own_provider.token()).status == 201
    rotated, done = threading.Event(), threading.Event()
    before, after = threading.Semaphore(0), threading.Semaphore(0)

    def keep_requesting(number):
        statuses = []
        while not done.is_set():
            phase = after if rotated.is_set() else before
            statuses.append(me(wire, own_provider.token(f"person-{number}")).status)
            phase.release()
        return statuses

    with ThreadPoolExecutor(4) as pool:
        load = [pool.submit(keep_requesting, number) for number in range(4)]
        try:
            for _ in range(40):
                assert before.acquire(timeout=PATIENCE)
            own_provider.rotate()
            rotated.set()
            for _ in range(100):
                assert after.acquire(timeout=PATIENCE)
        finally:
            done.set()
    assert {status for run in load for status in run.result()} == {200}


def test_a_dropped_key_is_refused_after_the_refresh(start, own_provider):
    wire = Wire(start(own_provider))
    old = own_provider.token("alice")
    assert me(wire, old).status == 200
    own_provider.rotate(drop_former=True)
    assert me(wire, own_provider.token("bob")).status == 200
    # Also the verdict on a token that was seen before has gone with its key.
    assert me(wire, old).status == 401


def test_a_flood_of_unknown_keys_causes_one_fetch(start, own_provider):
    wire = Wire(start(own_provider))
    assert me(wire, own_provider.token()).status == 200
    before = own_provider.key_requests()
    forged = [own_provider.token(header={"kid": unique("kid")}) for _ in range(40)]
    forged += [own_provider.token(signer="impostor") for _ in range(20)]
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda token: me(wire, token).status, forged)) == {401}
    assert own_provider.key_requests() - before <= 1
    assert me(wire, own_provider.token()).status == 200


@pytest.mark.parametrize("outage", ["error", "close", "hang"])
def test_an_outage_at_start_is_503_for_tokens_only(start, own_provider, outage):
    own_provider.suffer(outage)
    server = start(own_provider)
    wire = Wire(server)
    add_user(server.db_path, "local")
    session = wire.post("/auth/login", json_body={"username": "local", "password": PASSWORD}).json()["token"]
    key = wire.post("/users/me/api-keys", session, {"name": "k", "ttl": "1d"}).json()["token"]

    answer = me(wire, own_provider.token())
    assert answer.status == 503
    assert int(answer.header("Retry-After")) > 0
    assert wire.get("/health").status == 200
    assert me(wire, session).status == 200
    assert propose(wire, key).status == 201

    own_provider.suffer("none")
    # A client that comes again when it was told to.
    deadline = time.monotonic() + PATIENCE
    while (answer := me(wire, own_provider.token())).status == 503 and time.monotonic() < deadline:
        time.sleep(int(answer.header("Retry-After")))
    assert answer.status == 200


@pytest.mark.parametrize("outage", ["error", "close", "hang"])
def test_known_keys_outlive_an_outage(start, own_provider, outage):
    wire = Wire(start(own_provider))
    assert me(wire, own_provider.token("alice")).status == 200
    own_provider.suffer(outage)
    assert me(wire, own_provider.token("alice")).status == 200
    assert me(wire, own_provider.token("bob")).status == 200
    assert wire.get("/health").status == 200


@pytest.mark.skipif(not CLI, reason="CQ_CLI names no cq binary")
def test_the_real_client_proposes_with_a_token(server, provider, tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CQ_LOCAL_DB_PATH": str(tmp_path / "local.db"),
        "CQ_ADDR": server.url,
        "CQ_API_KEY": provider.token("alice"),
    }
    words = ["--summary", "Short", "--detail", "Longer", "--action", "Do it", "--domain", "oidc cli"]
    done = subprocess.run(
        [CLI, "propose", *words, "--format", "json"], env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(server.db_path) as database:
        ((data,),) = database.execute("SELECT data FROM knowledge_units").fetchall()
    database.close()
    assert json.loads(data)["created_by"] == "alice"
