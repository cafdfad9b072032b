"""Which paths and methods exist, and what a client gets where they do not."""

import pytest
from wire_client import PREFIX, UNKNOWN_UNIT, Wire, make_account

ROUTES = [
    ("GET", "/health"),
    ("POST", "/auth/login"),
    ("GET", "/users/me"),
    ("POST", "/users/me/api-keys"),
    ("GET", "/users/me/api-keys"),
    ("POST", "/users/me/api-keys/some-id/revoke"),
    ("GET", "/knowledge"),
    ("POST", "/knowledge"),
    ("GET", "/knowledge/stats"),
    ("POST", f"/knowledge/{UNKNOWN_UNIT}/confirmations"),
    ("POST", f"/knowledge/{UNKNOWN_UNIT}/flags"),
    ("GET", "/review/queue"),
    ("GET", "/review/stats"),
    ("GET", "/review/units"),
    ("GET", f"/review/{UNKNOWN_UNIT}"),
    ("POST", f"/review/{UNKNOWN_UNIT}/approve"),
    ("POST", f"/review/{UNKNOWN_UNIT}/reject"),
]
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
NOT_FOUND = '{"detail":"Not Found"}'
NOT_ALLOWED = '{"detail":"Method Not Allowed"}'


def allowed_methods(path):
    return [method for method, known in ROUTES if known == path]


@pytest.mark.parametrize(
    ("method", "path"),
    [(m, p) for p in dict.fromkeys(p for _, p in ROUTES) for m in METHODS if (m, p) not in ROUTES],
)
def test_wrong_method_names_the_right_one(server, method, path):
    answer = Wire(server).call(method, path)
    assert answer.status == 405
    assert answer.text == NOT_ALLOWED
    # The first route of a path answers for it.
    assert answer.header("allow") == allowed_methods(path)[0]
    assert answer.header("content-type") == "application/json"


@pytest.mark.parametrize("path", ["/health", "/users/me", "/knowledge", "/review/queue"])
def test_head_is_no_get(server, path):
    answer = Wire(server).call("HEAD", path)
    assert (answer.status, answer.body) == (405, b"")
    assert answer.header("allow") == "GET"


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_trailing_slash_redirects_to_the_route(server, method, path):
    answer = Wire(server).send(method, PREFIX + path + "/", headers={"Content-Length": "0"})
    assert (answer.status, answer.body) == (307, b"")
    assert answer.header("location") == f"http://{server.host}:{server.port}{PREFIX}{path}"


@pytest.mark.parametrize("query", ["?domains=a%20b&domains=c%2B", "?limit=1"])
def test_redirect_keeps_the_query(server, query):
    answer = Wire(server).send("GET", f"{PREFIX}/knowledge/{query}")
    assert answer.status == 307
    assert answer.header("location").endswith(f"{PREFIX}/knowledge{query}")


@pytest.mark.parametrize(
    "target",
    [
        "/api", "/api/v1", "/api/v1/", "/api/v2/health", "/api/v1/nothing", "/api/v1/users",
        "/api/v1/auth", "/api/v1/review", "/api/v1/Health", "/API/v1/health", "/api/v1/health/x",
        "/api/v1//health", "//api/v1/health", "/api/v1/health%2Fx", "/api/v1/%2e/health",
        "/api/v1/./health", "/api/v1/health%20", "/api/v1/users/me/api-keys/one",
        "/api/v1/knowledge/x", "/api/v1/review/x/y", "/api/v1/review/%2F",
        "/.well-known/cq-node.json", "/.well-known/other", "/favicon.ico",
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_path_is_json(server, method, target):
    if target == "/.well-known/cq-node.json" and method == "DELETE":
        pytest.skip("the path exists, for GET only")
    answer = Wire(server).send(method, target, headers={"Accept": "text/html"})
    assert (answer.status, answer.text) == (404, NOT_FOUND)
    assert answer.header("content-type") == "application/json"


@pytest.mark.parametrize(
    "target", ["/api/v1/%68ealth", "/api%2Fv1%2Fhealth", "/api/v1/health?", "/api/v1/health?a=%zz"]
)
def test_encoded_spellings_of_a_route(server, target):
    answer = Wire(server).send("GET", target)
    assert (answer.status, answer.text) == (200, '{"status":"ok"}')


def test_parameters_are_one_decoded_segment(server):
    account = make_account(server)
    wire = Wire(server)
    for name in ["queue", "x%20y", "%E2%98%83", "%ff", "ku_1"]:
        answer = wire.post(f"/review/{name}/approve", account.session)
        assert (answer.status, answer.text) == (404, '{"detail":"Knowledge unit not found"}'), name
    assert wire.post("/review//approve", account.session).text == NOT_FOUND


def test_health_ignores_credentials_query_and_body(server):
    answer = Wire(server).call("GET", "/health?x=1", headers={"Authorization": "Bearer nonsense"}, body=b"{")
    assert (answer.status, answer.text) == (200, '{"status":"ok"}')
    assert answer.header("content-type") == "application/json"
