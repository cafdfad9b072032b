"""The dashboard's files over HTTP: caching, coding, policy, and what they must never answer for."""

import gzip
import hashlib
import os
import subprocess
from pathlib import Path

import pytest
from server_process import PATIENCE, SECRETS, ServerProcess, clean_environment
from wire_client import Wire

BUILT = Path(__file__).resolve().parents[2] / "web" / "dist"
NAVIGATION = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
NOT_FOUND = '{"detail":"Not Found"}'
PAGE = b"<!doctype html><title>page</title>" + b" " * 2000
SCRIPT = b"console.log(1);\n" * 500
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("dashboard")
    files = {
        "index.html": PAGE,
        "index.html.gz": gzip.compress(PAGE),
        "index.html.br": b"brotli of the page",
        "assets/app-1a2b3c4d.js": SCRIPT,
        "assets/app-1a2b3c4d.js.gz": gzip.compress(SCRIPT),
        "assets/style-1a2b3c4d.css": b"body{}",
        "favicon.svg": b"<svg/>",
        ".env": b"secret",
        "api/v1/health": b"never",
    }
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (root.parent / "secret.txt").write_bytes(b"secret")
    return root


@pytest.fixture
def wire(start_server, folder):
    return Wire(start_server(env={"CQ_WEB_DIR": folder}))


def tag_of(content):
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


@pytest.mark.parametrize("path", ["/", "/index.html", "/review", "/units/ku_1?tab=flags"])
def test_the_page(wire, path):
    answer = wire.send("GET", path, headers=NAVIGATION)
    assert (answer.status, answer.body) == (200, PAGE)
    for name, value in {
        "content-type": "text/html; charset=utf-8",
        "content-length": str(len(PAGE)),
        "cache-control": "no-cache",
        "etag": tag_of(PAGE),
        "vary": "Accept-Encoding",
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
    }.items():
        assert answer.header(name) == value, name
    assert "camera=()" in answer.header("permissions-policy")
    assert answer.header("set-cookie") is None


@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/assets/app-1a2b3c4d.js", "text/javascript; charset=utf-8", SCRIPT),
        ("/assets/style-1a2b3c4d.css", "text/css; charset=utf-8", b"body{}"),
    ],
)
def test_assets_are_immutable(wire, path, kind, content):
    answer = wire.send("GET", path)
    assert (answer.status, answer.body) == (200, content)
    assert answer.header("content-type") == kind
    assert answer.header("cache-control") == "public, max-age=31536000, immutable"
    assert answer.header("etag") == tag_of(content)
    assert answer.header("x-content-type-options") == "nosniff"


def test_other_files_are_revalidated(wire):
    answer = wire.send("GET", "/favicon.svg")
    assert (answer.body, answer.header("content-type")) == (b"<svg/>", "image/svg+xml")
    assert answer.header("cache-control") == "no-cache"


def test_codings_are_negotiated(wire):
    for accepted, coding, body in [
        ("gzip, deflate, br", "br", b"brotli of the page"),
        ("gzip", "gzip", gzip.compress(PAGE)),
        ("br;q=0.2, gzip;q=0.8", "gzip", gzip.compress(PAGE)),
        ("br;q=0, gzip;q=0", None, PAGE),
        ("identity", None, PAGE),
    ]:
        answer = wire.send("GET", "/", headers={"Accept-Encoding": accepted})
        assert (answer.status, answer.header("content-encoding")) == (200, coding), accepted
        assert len(answer.body) == len(body) and answer.header("etag") == tag_of(answer.body)
        assert answer.header("vary") == "Accept-Encoding"
    refused = wire.send("GET", "/favicon.svg", headers={"Accept-Encoding": "br, identity;q=0"})
    assert (refused.status, refused.text) == (406, '{"detail":"Not Acceptable"}')


def test_what_a_client_has_is_not_sent_again(wire):
    tag = wire.send("GET", "/", headers={"Accept-Encoding": "gzip"}).header("etag")
    for condition in (tag, f'"other", W/{tag}', "*"):
        answer = wire.send("GET", "/", headers={"Accept-Encoding": "gzip", "If-None-Match": condition})
        assert (answer.status, answer.body) == (304, b"")
        # A browser replaces the policy it has stored by the one that comes with a 304.
        assert answer.header("content-security-policy") == POLICY
        assert (answer.header("etag"), answer.header("cache-control")) == (tag, "no-cache")
        assert (answer.header("vary"), answer.header("content-type")) == ("Accept-Encoding", None)
    assert wire.send("GET", "/", headers={"Accept-Encoding": "br", "If-None-Match": tag}).status == 200


def test_head_has_the_headers_of_get(wire):
    for path in ("/", "/assets/app-1a2b3c4d.js"):
        got, head = wire.send("GET", path), wire.send("HEAD", path)
        assert (head.status, head.body) == (200, b"")
        changing = {"date", "x-request-id"}
        assert {n: v for n, v in head.headers.items() if n not in changing} == {
            n: v for n, v in got.headers.items() if n not in changing
        }


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_other_methods_find_nothing(wire, method):
    for path in ("/", "/review", "/favicon.svg"):
        answer = wire.send(method, path, headers={**NAVIGATION, "Content-Length": "0"})
        assert (answer.status, answer.text) == (404, NOT_FOUND)


UNCHANGED = [
    "/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v1/health", "/api/v1/health/", "/api/v1/review/queue",
    "/API/v1/health", "/api/v1//health", "//api/v1/health", "/%61pi/v1/nothing", "/api%2Fv1%2Fnothing",
    "/.well-known", "/.well-known/cq-node.json", "/.well-known/x/y", "/%2ewell-known/x",
    "/livez", "/livez/x", "/metrics/x", "/readyz", "/openapi.json", "/openapi.json/", "/docs", "/docs/oauth2-redirect",
    "/redoc",
]  # fmt: skip


@pytest.fixture(scope="module")
def bare(binary, tmp_path_factory, folder):
    """Two servers with the same empty store: (without a dashboard of this test's, with it)."""
    servers = []
    try:
        for name, env in [("default", {}), ("with-folder", {"CQ_WEB_DIR": folder})]:
            servers.append(ServerProcess(binary, tmp_path_factory.mktemp(name), env=env))
            servers[-1].wait_until_listening()
        yield servers
    finally:
        for server in servers:
            server.stop()


@pytest.mark.parametrize("target", UNCHANGED)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_programs_paths_answer_as_without_a_dashboard(bare, target, accept):
    plain, with_dashboard = (Wire(server).send("GET", target, headers={"Accept": accept}) for server in bare)
    ports = [str(server.port) for server in bare]
    assert with_dashboard.status == plain.status
    assert with_dashboard.text == plain.text
    changing = {"date", "x-request-id"}
    assert {n: v.replace(ports[1], ports[0]) for n, v in with_dashboard.headers.items() if n not in changing} == {
        n: v for n, v in plain.headers.items() if n not in changing
    }
    assert "html" not in (with_dashboard.header("content-type") or "")


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt",
        "/%252e%252e%252fsecret.txt", "/assets/../../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%5c..%5csecret.txt", "/assets\\..\\..\\secret.txt", "/index.html%00",
        "/index.html%00.js", "/%00", "/..", "/../", "/.", "/./review", "/.env", "/%2eenv",
        "/etc/passwd.txt", "//etc/passwd", "/review//x", "/%c0%ae%c0%ae/secret.txt", "/index.html/",
        "/assets", "/assets/", "/INDEX.HTML", "/assets/missing-1a2b3c4d.js", "/favicon.ico",
    ],
)  # fmt: skip
def test_nothing_outside_the_bundle_is_reached(wire, target):
    answer = wire.send("GET", target, headers=NAVIGATION)
    assert b"secret" not in answer.body and b"root:" not in answer.body
    # A folder's name is an address like others to the application; everything else is not found.
    if target in ("/assets", "/assets/"):
        assert (answer.status, answer.body) == (200, PAGE)
    else:
        assert (answer.status, answer.text) == (404, NOT_FOUND)


@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}, {"Accept": "application/json"}])
def test_programs_get_no_page_for_unknown_paths(wire, headers):
    answer = wire.send("GET", "/review", headers=headers)
    assert (answer.status, answer.text) == (404, NOT_FOUND)


def test_requests_are_logged_as_the_dashboards(start_server, folder):
    server = start_server(env={"CQ_WEB_DIR": folder})
    Wire(server).send("GET", "/", headers={"X-Request-ID": "page-1"})
    line = server.wait_for_log(lambda entry: entry.get("request_id") == "page-1")
    assert (line["route"], line["status"]) == ("dashboard", 200)


def refused_start(binary, folder, tmp_path):
    env = SECRETS | {"CQ_WEB_DIR": folder, "CQ_DB_PATH": tmp_path / "cq.db", "CQ_PORT": "0", "CQ_HOST": "127.0.0.1"}
    ended = subprocess.run(
        [binary, "serve"], env=clean_environment(env), capture_output=True, text=True, timeout=PATIENCE
    )
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "CQ_WEB_DIR" in line
    return line


def test_a_folder_that_cannot_be_served_stops_the_start(binary, tmp_path):
    web = tmp_path / "web"
    assert str(web) in refused_start(binary, web, tmp_path)
    web.mkdir()
    assert "index.html" in refused_start(binary, web, tmp_path)
    (web / "index.html").write_text("page")
    (tmp_path / "outside").write_text("secret")
    (web / "link.txt").symlink_to(tmp_path / "outside")
    assert "link.txt" in refused_start(binary, web, tmp_path)
    (web / "link.txt").unlink()
    for number in range(2_000):
        (web / f"{number}.txt").touch()
    assert "2000" in refused_start(binary, web, tmp_path)
    for number in range(2_000):
        (web / f"{number}.txt").unlink()
    with (web / "large.bin").open("wb") as large:
        os.truncate(large.fileno(), 64 * 1024 * 1024)
    assert "67108864" in refused_start(binary, web, tmp_path)


def test_the_built_in_dashboard(server):
    """What was built into this binary, or that nothing was."""
    wire = Wire(server)
    if not (BUILT / "index.html").exists():
        answer = wire.send("GET", "/", headers=NAVIGATION)
        assert (answer.status, answer.json()) == (404, {"detail": "This server was built without the dashboard"})
        return
    page = wire.send("GET", "/", headers=NAVIGATION)
    assert (page.status, page.body) == (200, (BUILT / "index.html").read_bytes())
    for file in sorted(path for path in BUILT.rglob("*") if path.is_file()):
        name = file.relative_to(BUILT).as_posix()
        if name.startswith(".") or file.suffix in (".gz", ".br"):
            continue
        content = file.read_bytes()
        assert wire.send("GET", "/" + name).body == content, name
        for coding, suffix in (("gzip", ".gz"), ("br", ".br")):
            coded = file.with_name(file.name + suffix)
            answer = wire.send("GET", "/" + name, headers={"Accept-Encoding": coding})
            if coded.exists():
                assert (answer.header("content-encoding"), answer.body) == (coding, coded.read_bytes()), name
                assert coding != "gzip" or gzip.decompress(answer.body) == content, name
            else:
                assert (answer.header("content-encoding"), answer.body) == (None, content), name
    for script in BUILT.glob("assets/*.js"):
        if script.stat().st_size > 2048:
            assert script.with_name(script.name + ".br").exists(), "scripts/precompress.mjs has not run"
