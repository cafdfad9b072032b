"""With an identity provider configured, everything local answers byte for byte as without."""

import json
import re

import pytest
from wire_client import PASSWORD, UNKNOWN_UNIT, Wire, add_user, unique, unit_body

# Nothing listens there: the feature is on, and no key ever comes.
OIDC = {"CQ_OIDC_ISSUER": "http://127.0.0.1:9", "CQ_OIDC_AUDIENCE": "cq-server"}
# Differ from request to request, or are what the feature adds to a 401.
OWN_HEADERS = {"date", "x-request-id", "www-authenticate"}
MADE_JUST_NOW = re.compile(r"ku_[0-9a-f]{32}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|\+00:00)|[0-9a-f]{32}")
NEVER_A_TOKEN = ["", "x", "a.b.c", "cqa.v1.x.y", "eyJhbGciOiJIUzI1NiJ9.e30.x"]

ROUTES = [
    ("GET", "/api/v1/health", None),
    ("GET", "/openapi.json", None),
    ("GET", "/api/v1/knowledge?domains=a", None),
    ("GET", "/api/v1/knowledge", None),
    ("GET", "/api/v1/knowledge/stats", None),
    ("POST", "/api/v1/knowledge", unit_body("a")),
    ("POST", "/api/v1/knowledge", {}),
    ("POST", f"/api/v1/knowledge/{UNKNOWN_UNIT}/confirmations", None),
    ("POST", f"/api/v1/knowledge/{UNKNOWN_UNIT}/flags", {"reason": "stale"}),
    ("POST", "/api/v1/auth/login", {"username": "nobody", "password": "x"}),
    ("GET", "/api/v1/users/me", None),
    ("GET", "/api/v1/users/me/api-keys", None),
    ("POST", "/api/v1/users/me/api-keys", {"name": "k", "ttl": "x"}),
    ("POST", "/api/v1/users/me/api-keys/none/revoke", None),
    ("GET", "/api/v1/review/queue", None),
    ("GET", "/api/v1/review/stats", None),
    ("GET", "/api/v1/review/units", None),
    ("GET", f"/api/v1/review/{UNKNOWN_UNIT}", None),
    ("POST", f"/api/v1/review/{UNKNOWN_UNIT}/approve", None),
    ("POST", f"/api/v1/review/{UNKNOWN_UNIT}/reject", None),
    ("PUT", "/api/v1/health", None),
    ("GET", "/api/v1/nothing", None),
    ("GET", "/livez", None),
]


@pytest.fixture
def pair(start_server):
    return start_server(), start_server(env=OIDC)


def view(answer):
    """What must be the same. Ids and times of what was just made are not."""
    headers = {name: value for name, value in answer.headers.items() if name not in OWN_HEADERS}
    return answer.status, headers, MADE_JUST_NOW.sub("*", answer.text)


def test_local_credentials_answer_alike(pair):
    name = unique("both")
    answers = []
    for server in pair:
        add_user(server.db_path, name, "2026-01-01T00:00:00+00:00")
        wire = Wire(server)
        session = wire.post("/auth/login", json_body={"username": name, "password": PASSWORD}).json()["token"]
        key = wire.post("/users/me/api-keys", session, {"name": "k", "ttl": "1d"}).json()["token"]
        seen = []
        for method, target, body in ROUTES:
            if target.endswith("/api-keys") and method == "GET":
                continue  # lists the key that was just made
            for credential in (None, session, key, *NEVER_A_TOKEN):
                headers = {} if credential is None else {"Authorization": "Bearer " + credential}
                sent = None if body is None else json.dumps(body).encode()
                if sent is not None:
                    headers["Content-Type"] = "application/json"
                answer = wire.send(method, target, headers=headers, body=sent)
                kind = {session: "session", key: "key"}.get(credential, credential)
                seen.append(((method, target, kind), view(answer)))
        answers.append(seen)
    without, with_provider = answers
    for (what, plain), (_, additional) in zip(without, with_provider, strict=True):
        assert plain == additional, what


def test_only_the_feature_has_a_challenge_and_metadata(pair):
    without, with_provider = map(Wire, pair)
    assert without.get("/users/me").header("www-authenticate") is None
    assert without.get("/users/me", "x").header("www-authenticate") is None
    assert without.send("GET", "/.well-known/oauth-protected-resource").status == 404

    missing = with_provider.get("/users/me").header("www-authenticate")
    assert missing.startswith('Bearer resource_metadata="http://') and "error" not in missing
    assert with_provider.get("/users/me", "x").header("www-authenticate").endswith('error="invalid_token"')
    metadata = with_provider.send("GET", "/.well-known/oauth-protected-resource")
    assert metadata.status == 200
    assert metadata.json()["authorization_servers"] == [OIDC["CQ_OIDC_ISSUER"]]
    assert missing == f'Bearer resource_metadata="{metadata.json()["resource"]}/.well-known/oauth-protected-resource"'


def test_readiness_names_the_provider_and_does_not_wait_for_it(pair):
    without, with_provider = map(Wire, pair)
    assert "identity_provider" not in without.send("GET", "/readyz").json()["parts"]
    answer = with_provider.send("GET", "/readyz")
    assert answer.status == 200
    assert "no keys" in answer.json()["parts"]["identity_provider"]
