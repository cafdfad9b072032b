"""Probes, metrics, logs, and how the server stops."""

import contextlib
import json
import re
import signal
import socket
import subprocess
import time

import pytest
from server_process import PATIENCE, SECRETS, clean_environment
from wire_client import UNKNOWN_UNIT, Wire, make_account


def samples(text):
    """{'name{labels}': value} of a Prometheus text."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def metrics(server):
    answer = Wire(server).send("GET", "/metrics")
    assert answer.status == 200
    assert answer.header("content-type").startswith("text/plain; version=0.0.4")
    return samples(answer.text)


def request_line(server, request_id):
    return server.wait_for_log(lambda entry: entry.get("request_id") == request_id and "route" in entry)


class At:
    """Another address of a server."""

    def __init__(self, host, port):
        self.host, self.port = host, port


@contextlib.contextmanager
def unfinished_login(server):
    """A request whose body is still missing its last byte: yields (connection, the missing byte)."""
    body = b'{"username":"nobody","password":"wrong"}'
    head = f"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection((server.host, server.port), timeout=PATIENCE) as client:
        client.sendall(head.encode() + b"Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n")
        # The interim answer proves that the server has begun this request.
        assert client.recv(65536).startswith(b"HTTP/1.1 100")
        client.sendall(body[:-1])
        yield client, body[-1:]


def test_probes(server):
    wire = Wire(server)
    alive = wire.send("GET", "/livez")
    assert (alive.status, alive.json()) == (200, {"status": "alive"})
    ready = wire.send("GET", "/readyz")
    assert ready.status == 200
    assert ready.json()["status"] == "ready"
    assert ready.json()["parts"].keys() == {"serving", "database", "index"}


def test_metrics_count_requests_by_route_method_and_status(server):
    wire, name = (
        Wire(server),
        'cq_http_requests_total{method="POST",route="/api/v1/knowledge/{unit_id}/flags",status="401"}',
    )
    before = metrics(server).get(name, 0)
    for _ in range(3):
        assert wire.post(f"/knowledge/{UNKNOWN_UNIT}/flags").status == 401
    wire.get("/nowhere")
    after = metrics(server)
    assert after[name] == before + 3
    assert after['cq_http_requests_total{method="any",route="unmatched",status="404"}'] >= 1


def test_metrics_tell_about_every_part(server, session):
    make_account(server)
    names = {re.match(r"\w+", name)[0] for name in metrics(server)}
    assert names >= {
        "cq_build_info",
        "cq_database_duration_seconds_count",
        "cq_http_busy_workers",
        "cq_http_connections",
        "cq_http_queue_duration_seconds_count",
        "cq_http_queue_length",
        "cq_http_request_duration_seconds_bucket",
        "cq_http_requests_in_flight",
        "cq_log_dropped_lines_total",
        "cq_logins_total",
        "process_resident_memory_bytes",
    }


def test_login_results_are_counted(server, session):
    wire = Wire(server)
    before = metrics(server)
    wire.post("/auth/login", json_body={"username": "unknown-to-all", "password": "x"})
    after = metrics(server)
    name = 'cq_logins_total{result="wrong_credentials"}'
    assert after[name] == before.get(name, 0) + 1
    assert after['cq_logins_total{result="success"}'] >= 1


def test_an_admin_address_has_the_probes_for_itself(start_server):
    server = start_server(env={"CQ_ADMIN_ADDRESS": "127.0.0.1:0"})
    port = server.wait_for_log(lambda entry: entry["message"] == "listening for monitors")["port"]
    admin, main = Wire(At("127.0.0.1", port)), Wire(server)
    for path in ("/livez", "/readyz", "/metrics"):
        assert admin.send("GET", path).status == 200
        assert main.send("GET", path).status == 404
    assert admin.get("/health").status == 404
    assert main.get("/health").status == 200


def test_a_request_is_one_line_with_its_template(server):
    account = make_account(server)
    answer = Wire(server).call(
        "POST", f"/knowledge/{UNKNOWN_UNIT}/confirmations?x=1", token=account.key, headers={"X-Request-ID": "line-1"}
    )
    entry = request_line(server, answer.header("x-request-id"))
    assert (
        entry.items()
        >= {
            "level": "info",
            "method": "POST",
            "route": "/api/v1/knowledge/{unit_id}/confirmations",
            "status": 404,
            "user": account.name,
            "client": "127.0.0.1",
        }.items()
    )
    assert entry["duration_ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z", entry["time"])
    assert UNKNOWN_UNIT not in json.dumps(entry)


def test_probes_are_logged_at_debug_only(start_server):
    for level, logged in (("info", False), ("debug", True)):
        server = start_server(env={"CQ_LOG_LEVEL": level})
        for path in ("/api/v1/health", "/livez", "/readyz", "/metrics"):
            assert Wire(server).send("GET", path).status == 200
        last = Wire(server).get("/knowledge/stats")
        request_line(server, last.header("x-request-id"))
        routes = {entry.get("route") for entry in server.log_entries()}
        assert ("/livez" in routes, "/api/v1/health" in routes) == (logged, logged)


def test_no_secret_is_ever_logged(start_server):
    server = start_server(env={"CQ_LOG_LEVEL": "debug"})
    wire, password = Wire(server), "hunter2-hunter2"
    assert server.run("user", "add", "logged", "--password-stdin", text=password).returncode == 0
    token = wire.post("/auth/login", json_body={"username": "logged", "password": password}).json()["token"]
    wire.post("/auth/login", json_body={"username": "logged", "password": "wrong-" + password})
    key = wire.post("/users/me/api-keys", token, {"name": "k", "ttl": "1d"}).json()["token"]
    wire.post("/knowledge", key, {"domains": "not a list"})
    wire.get("/users/me", token + "x")
    wire.get("/knowledge?domains=" + key)
    last = wire.post("/knowledge", key + "x", {})
    request_line(server, last.header("x-request-id"))
    text = "\n".join(server.log_lines())
    for secret in (password, token, key, key.rpartition(".")[2], *SECRETS.values()):
        assert secret not in text


def test_strange_texts_stay_one_line_of_json(server):
    with socket.create_connection((server.host, server.port), timeout=PATIENCE) as client:
        client.sendall(
            b'GET /api/v1/nowhere"\\ HTTP/1.1\r\nHost: x\r\nX-Request-ID: a"b\\c\xff\r\nConnection: close\r\n\r\n'
        )
        while client.recv(65536):
            pass
    Wire(server).get("/after-the-strange-one")
    for line in server.log_lines():
        json.loads(line)


@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_the_log_is_in_the_file(start_server, signal_number):
    server = start_server()
    make_account(server)
    server.process.send_signal(signal_number)
    assert server.process.wait(PATIENCE) == 0
    server.stop()
    assert [entry["message"] for entry in server.log_entries()][-2:] == ["stopping", "stopped"]
    files = subprocess.run(["ls", server.db_path.rpartition("/")[0]], capture_output=True, text=True).stdout.split()
    assert files == ["cq.db"]


def test_requests_in_flight_are_finished_while_readiness_says_no(start_server):
    server = start_server(env={"CQ_ADMIN_ADDRESS": "127.0.0.1:0"})
    port = server.wait_for_log(lambda entry: entry["message"] == "listening for monitors")["port"]
    admin = Wire(At("127.0.0.1", port))
    with unfinished_login(server) as (client, missing):
        server.process.send_signal(signal.SIGTERM)
        server.wait_for_log(lambda entry: entry["message"] == "stopping")
        deadline = time.monotonic() + PATIENCE
        while (ready := admin.send("GET", "/readyz")).status == 200 and time.monotonic() < deadline:
            pass
        assert (ready.status, ready.json()["parts"]["serving"]) == (503, "draining")
        client.sendall(missing)
        answer = b""
        while part := client.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 401")
    assert b"connection: close" in answer.lower()
    assert server.process.wait(PATIENCE) == 0


def test_the_drain_deadline_holds(start_server):
    server = start_server(env={"CQ_DRAIN_TIMEOUT": "100ms"})
    with unfinished_login(server):
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 0
    server.wait_for_log(lambda entry: "cut off" in entry["message"])


def test_a_second_signal_ends_at_once(start_server):
    server = start_server(env={"CQ_DRAIN_TIMEOUT": "10m"})
    server.expected_exit = 128 + signal.SIGTERM
    with unfinished_login(server):
        server.process.send_signal(signal.SIGTERM)
        server.wait_for_log(lambda entry: entry["message"] == "stopping")
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE) == 128 + signal.SIGTERM


def test_a_log_that_nobody_reads_does_not_stop_the_server(binary, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = SECRETS | {"CQ_HOST": "127.0.0.1", "CQ_PORT": str(port), "CQ_DB_PATH": str(tmp_path / "cq.db")}
    process = subprocess.Popen([binary], env=clean_environment(env), stdout=subprocess.PIPE)
    try:
        wire, deadline = Wire(At("127.0.0.1", port)), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                if wire.get("/health").status == 200:
                    break
        # More than a pipe holds.
        for _ in range(1000):
            assert wire.get("/knowledge/stats").status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_an_address_in_use_stops_with_a_reason(server, binary, tmp_path):
    env = SECRETS | {"CQ_HOST": server.host, "CQ_PORT": str(server.port), "CQ_DB_PATH": str(tmp_path / "cq.db")}
    result = subprocess.run([binary], env=clean_environment(env), capture_output=True, text=True, timeout=PATIENCE)
    assert result.returncode == 1
    assert str(server.port) in result.stderr
