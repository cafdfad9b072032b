"""The edge against clients that are slow, greedy, silent or malformed. Raw sockets throughout."""

import contextlib
import json
import resource
import socket
import ssl
import struct
import subprocess
import threading

import pytest
from wire_client import PASSWORD, Wire, add_user, make_account, unique

HEALTH = b"GET /api/v1/health HTTP/1.1\r\nHost: test\r\n"
LOGIN = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"


@contextlib.contextmanager
def connected(server, timeout=20):
    client = socket.create_connection((server.host, server.port), timeout=timeout)
    try:
        yield client
    finally:
        client.close()


def until_closed(client):
    """Everything the server sends until it closes."""
    received = b""
    while True:
        try:
            part = client.recv(65536)
        except ConnectionResetError:
            return received
        if not part:
            return received
        received += part


def exchange(server, data, *, half_close=False):
    with connected(server) as client:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(data)
            if half_close:
                client.shutdown(socket.SHUT_WR)
        return until_closed(client)


class Reader:
    """Reads one answer after the other from a kept connection."""

    def __init__(self, client):
        self._client, self._buffer = client, b""

    def answer(self):
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        status, *lines = head.split(b"\r\n")
        headers = {n.lower(): v.strip() for n, v in (line.split(b":", 1) for line in lines)}
        length = int(headers.get(b"content-length", b"0"))
        while len(self._buffer) < length:
            self._fill()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return int(status.split()[1]), headers, body

    def _fill(self):
        part = self._client.recv(65536)
        assert part, "closed before the answer was complete"
        self._buffer += part


def status_of(received):
    return int(received.split(b" ", 2)[1]) if received else None


def statuses_of(received):
    return [int(part[:3]) for part in received.split(b"HTTP/1.1 ")[1:]]


def assert_serves(server):
    assert Wire(server).get("/health").status == 200


MALFORMED = {
    "no version": b"GET /api/v1/health\r\n\r\n",
    "other version": b"GET /api/v1/health HTTP/2.0\r\nHost: a\r\n\r\n",
    "space in target": b"GET /api/v1/health x HTTP/1.1\r\nHost: a\r\n\r\n",
    "control in target": b"GET /api/v1/he\x01alth HTTP/1.1\r\nHost: a\r\n\r\n",
    "binary": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "two hosts": b"GET /api/v1/health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "no colon": HEALTH + b"Header\r\n\r\n",
    "space before colon": HEALTH + b"Header : x\r\n\r\n",
    "folded": HEALTH + b"Header: x\r\n y\r\n\r\n",
    "nul in value": HEALTH + b"Header: a\x00b\r\n\r\n",
    "bare cr in value": HEALTH + b"Header: a\rX: b\r\n\r\n",
    "two lengths": LOGIN + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
    "length list": LOGIN + b"Content-Length: 2, 2\r\n\r\n{}",
    "negative length": LOGIN + b"Content-Length: -2\r\n\r\n{}",
    "signed length": LOGIN + b"Content-Length: +2\r\n\r\n{}",
    "hex length": LOGIN + b"Content-Length: 0x2\r\n\r\n{}",
    "empty length": LOGIN + b"Content-Length:\r\n\r\n{}",
    "huge length": LOGIN + b"Content-Length: 99999999999999999999999\r\n\r\n{}",
    "length and chunked": LOGIN + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "chunked not last": LOGIN + b"Transfer-Encoding: chunked, identity\r\n\r\n{}",
    "chunked twice": LOGIN + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "odd chunked": LOGIN + b"Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "chunk size word": LOGIN + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "chunk size sign": LOGIN + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
    "chunk size overflow": LOGIN + b"Transfer-Encoding: chunked\r\n\r\n1ffffffffffffffff\r\n{}\r\n0\r\n\r\n",
    "chunk too short": LOGIN + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("case", MALFORMED)
def test_malformed_requests_are_refused_and_closed(server, case):
    # A second request behind the malformed one must never be answered.
    received = exchange(server, MALFORMED[case] + HEALTH + b"\r\n")
    (status,) = statuses_of(received)
    assert status in (400, 413, 501), received
    head, body = received.split(b"\r\n\r\n", 1)
    assert json.loads(body)["detail"]
    assert b"connection: close" in head.lower()
    assert_serves(server)


@pytest.mark.parametrize(
    "data",
    [
        b"GET /api/v1/he",
        HEALTH,
        HEALTH + b"X: y",
        LOGIN + b"Content-Length: 10\r\n\r\n{",
        LOGIN + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{",
        LOGIN + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
    ],
)
def test_truncated_requests_are_not_carried_out(server, data):
    received = exchange(server, data, half_close=True)
    assert received == b"" or status_of(received) == 400
    assert_serves(server)


def test_a_half_closed_client_still_gets_its_answers(server):
    received = exchange(server, (HEALTH + b"\r\n") * 2, half_close=True)
    assert statuses_of(received) == [200, 200]


def test_pipelined_requests_are_answered_in_order(server):
    requests = b"".join(
        [
            HEALTH + b"\r\n",
            LOGIN + b"Content-Length: 2\r\n\r\n{}",
            b"GET /api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET /api/v1/knowledge/stats HTTP/1.1\r\nHost: a\r\n\r\n",
            HEALTH + b"Connection: close\r\n\r\n",
            HEALTH + b"\r\n",
        ]
    )
    assert statuses_of(exchange(server, requests)) == [200, 422, 404, 200, 200]


def test_a_request_may_come_byte_by_byte(server):
    body = b'{"username":"nobody","password":"x"}'
    with connected(server) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in LOGIN + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body:
            client.sendall(bytes([byte]))
        assert status_of(until_closed(client)) == 401


@pytest.mark.parametrize(
    "pieces", [[b'{"username":"nobody","password":"x"}'], [b'{"username":', b'"nobody",', b'"password":"x"}']]
)
def test_chunked_bodies(server, pieces):
    chunks = b"".join(b"%X;ext=1\r\n%s\r\n" % (len(p), p) for p in pieces)
    head = LOGIN + b"Transfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
    assert status_of(exchange(server, head + chunks + b"0\r\nTrailer: x\r\n\r\n")) == 401


def test_expect_continue_is_answered_before_the_body(server):
    body = b'{"username":"nobody","password":"x"}'
    with connected(server) as client:
        client.sendall(LOGIN + b"Expect: 100-continue\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(body))
        assert client.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(body)
        assert status_of(until_closed(client)) == 401


def test_http_1_0_closes_unless_asked(server):
    request = b"GET /api/v1/health HTTP/1.0\r\n"
    assert status_of(exchange(server, request + b"\r\n")) == 200
    with connected(server) as client:
        reader = Reader(client)
        for _ in range(2):
            client.sendall(request + b"Connection: keep-alive\r\n\r\n")
            assert reader.answer()[0] == 200


def test_a_connection_serves_many_requests(server):
    with connected(server) as client:
        reader = Reader(client)
        for _ in range(300):
            client.sendall(HEALTH + b"\r\n")
            assert reader.answer()[0] == 200


@pytest.mark.parametrize(
    "header", [b"X: " + b"a" * 40_000, b"\r\n".join(b"X%d: y" % n for n in range(9000)), b"X" * 40_000 + b": y"]
)
def test_header_size(server, header):
    received = exchange(server, HEALTH + header + b"\r\n\r\n")
    assert statuses_of(received) == [431]
    assert_serves(server)


def test_target_size(server):
    assert statuses_of(exchange(server, b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n")) == [431]
    fits = b"GET /api/v1/knowledge?domains=" + b"a" * 30_000 + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert statuses_of(exchange(server, fits)) == [200]


@pytest.mark.parametrize("framing", ["length", "chunked", "announced"])
def test_body_size(server, framing):
    size = 1024 * 1024 + 1
    if framing == "length":
        received = exchange(server, LOGIN + b"Content-Length: %d\r\n\r\n" % size + b" " * size)
    elif framing == "announced":  # refused on its word, before any of it is sent
        received = exchange(server, LOGIN + b"Content-Length: %d\r\n\r\n" % (size * 1000))
    else:
        chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
        received = exchange(server, LOGIN + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 300)
    assert statuses_of(received) == [413]
    assert_serves(server)


def test_the_largest_body_is_taken(server):
    account = make_account(server)
    body = b'{"name":"n","ttl":"1d"' + b" " * (1024 * 1024 - 23) + b"}"
    answer = Wire(server).call("POST", "/users/me/api-keys", token=account.session, body=body)
    assert len(body) == 1024 * 1024 and answer.status == 201


QUICK = {
    "CQ_HEADER_TIMEOUT": "300ms",
    "CQ_BODY_TIMEOUT": "300ms",
    "CQ_IDLE_TIMEOUT": "300ms",
    "CQ_WRITE_TIMEOUT": "300ms",
}


@pytest.fixture
def impatient(start_server):
    return start_server(env=QUICK)


@pytest.mark.parametrize(
    "data", [b"G", HEALTH, LOGIN + b"Content-Length: 5\r\n\r\n{", LOGIN + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"]
)
def test_slow_senders_are_told_and_closed(impatient, data):
    assert statuses_of(exchange(impatient, data)) == [408]


def test_a_trickle_does_not_extend_the_deadline(impatient):
    with connected(impatient) as client:
        client.settimeout(0.02)
        received = b""
        client.sendall(HEALTH)
        while not received:  # a header line whenever nothing has come back yet
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                client.sendall(b"X: y\r\n")
            with contextlib.suppress(TimeoutError):
                received = client.recv(65536)
        assert status_of(received) == 408


def test_idle_connections_are_closed_silently(impatient):
    assert exchange(impatient, b"") == b""
    assert statuses_of(exchange(impatient, HEALTH + b"\r\n")) == [200]


def test_a_client_that_never_reads_is_dropped(impatient):
    with connected(impatient) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        request = b"GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n" * 50
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            client.sendall(request * 20_000)
    assert_serves(impatient)


def test_connections_beyond_the_limit_are_closed(start_server):
    server = start_server(env={"CQ_MAX_CONNECTIONS": "20"})
    with contextlib.ExitStack() as stack:
        readers = []
        for _ in range(20):
            client = stack.enter_context(connected(server))
            client.sendall(HEALTH + b"\r\n")
            readers.append((client, Reader(client)))
            assert readers[-1][1].answer()[0] == 200
        assert exchange(server, HEALTH + b"Connection: close\r\n\r\n") == b""
        client, reader = readers[0]
        client.sendall(HEALTH + b"\r\n")
        assert reader.answer()[0] == 200


def resident_kib(pid):
    with open(f"/proc/{pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def test_thousands_of_idle_connections(server_with_room):
    server, count = server_with_room
    before = resident_kib(server.process.pid)
    with contextlib.ExitStack() as stack:
        for number in range(count):
            client = stack.enter_context(connected(server))
            if number % 50 == 0:
                client.sendall(HEALTH + b"\r\n")
                assert Reader(client).answer()[0] == 200
        assert_serves(server)
        assert (resident_kib(server.process.pid) - before) / count < 16
    assert_serves(server)


@pytest.fixture
def server_with_room(start_server):
    """A server and how many connections this machine lets both sides open (at most 10,000)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 12_000 if hard == resource.RLIM_INFINITY else min(12_000, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield start_server(), min(10_000, wanted - 500)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_full_queue_answers_503(start_server):
    server = start_server(env={"CQ_WORKER_THREADS": "1", "CQ_QUEUE_LENGTH": "1", "CQ_MAX_REQUESTS_IN_FLIGHT": "2"})
    account = make_account(server)
    target = (
        b"GET /api/v1/review/units HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
        + account.session.encode()
        + b"\r\n\r\n"
    )
    login = b'{"username":"nobody","password":"x"}'
    login = LOGIN + b"Content-Length: %d\r\n\r\n" % len(login) + login
    busy = 0
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(connected(server)) for _ in range(24)]
        for client in clients:
            client.sendall(login + target)
        for client in clients:
            reader = Reader(client)
            for _ in range(2):
                status, headers, body = reader.answer()
                assert status in (200, 401, 429, 503)
                if status == 503:
                    busy += 1
                    assert int(headers[b"retry-after"]) > 0 and json.loads(body)["detail"]
    assert busy > 0
    assert_serves(server)


def login(wire, name, password, **headers):
    body = json.dumps({"username": name, "password": password}).encode()
    return wire.call("POST", "/auth/login", body=body, headers=headers)


def test_guessing_one_users_password_is_slowed_down(start_server):
    server = start_server(env={"CQ_LOGIN_ATTEMPTS_PER_USER": "4", "CQ_LOGIN_ATTEMPTS_PER_CLIENT": "0"})
    wire = Wire(server)
    target, other = unique("target"), unique("other")
    for name in (target, other):
        add_user(server.db_path, name)
    for name in (target, "unknown"):  # an unknown name must not stand out
        assert [login(wire, name, "guess").status for _ in range(4)] == [401] * 4
        for password in ("guess", PASSWORD):
            answer = login(wire, name, password)
            assert answer.status == 429 and 0 < int(answer.header("retry-after")) <= 60
            assert answer.json()["detail"]
    assert login(wire, other, PASSWORD).status == 200


def test_guessing_from_one_address_is_slowed_down(start_server):
    env = {"CQ_LOGIN_ATTEMPTS_PER_USER": "0", "CQ_LOGIN_ATTEMPTS_PER_CLIENT": "4", "CQ_TRUSTED_PROXIES": "127.0.0.1"}
    server = start_server(env=env)
    wire, name = Wire(server), unique("user")
    add_user(server.db_path, name)

    def statuses(address):
        return [login(wire, unique("guess"), "x", **{"X-Forwarded-For": address}).status for _ in range(5)]

    assert statuses("192.0.2.1") == [401] * 4 + [429]
    assert statuses("192.0.2.2") == [401] * 4 + [429]
    assert login(wire, name, PASSWORD, **{"X-Forwarded-For": "192.0.2.3"}).status == 200


def test_a_successful_login_is_no_attempt(start_server):
    server = start_server(env={"CQ_LOGIN_ATTEMPTS_PER_USER": "2", "CQ_LOGIN_ATTEMPTS_PER_CLIENT": "2"})
    name = unique("often")
    add_user(server.db_path, name)
    assert [login(Wire(server), name, PASSWORD).status for _ in range(8)] == [200] * 8


def test_forwarded_addresses_of_strangers_are_not_believed(start_server):
    server = start_server(env={"CQ_LOGIN_ATTEMPTS_PER_USER": "0", "CQ_LOGIN_ATTEMPTS_PER_CLIENT": "3"})
    answers = [login(Wire(server), unique("x"), "y", **{"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(4)]
    assert [a.status for a in answers] == [401, 401, 401, 429]


def test_every_answer_carries_a_request_id_and_security_headers(server):
    wire = Wire(server)
    answers = [
        wire.get("/health"),
        wire.get("/nothing"),
        wire.get("/users/me"),
        wire.call("DELETE", "/health"),
        wire.get("/health/"),
    ]
    ids = [a.header("x-request-id") for a in answers]
    assert all(ids) and len(set(ids)) == len(ids)
    assert all(a.header("x-content-type-options") == "nosniff" for a in answers)


def test_responses_cannot_be_split_by_a_request(server):
    answer = Wire(server).send("GET", "/api/v1/health/%0d%0aX-Injected:%20yes/")
    assert answer.header("x-injected") is None
    received = exchange(
        server, b"GET /api/v1/health/ HTTP/1.1\r\nHost: a%0d%0aX-Injected: b\r\nConnection: close\r\n\r\n"
    )
    assert b"\nx-injected" not in received.lower()


def test_resets_in_the_middle_of_everything_leave_no_trace(server):
    account = make_account(server)
    request = (
        b"GET /api/v1/review/units HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
        + account.session.encode()
        + b"\r\n\r\n"
    )

    def hammer():
        for cut in range(0, len(request) + 1, 3):
            client = socket.create_connection((server.host, server.port), timeout=20)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(request[:cut])
            client.close()  # sends a reset

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_serves(server)
    assert Wire(server).get("/review/units", account.session).status == 200


def test_tls(start_server, tmp_path):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)
    server = start_server(env={"CQ_TLS_CERT_FILE": str(certificate), "CQ_TLS_KEY_FILE": str(key)})
    context = ssl.create_default_context(cafile=str(certificate))
    context.check_hostname = False
    with connected(server) as plain, context.wrap_socket(plain) as client:
        client.sendall(HEALTH + b"\r\n" + HEALTH + b"Connection: close\r\n\r\n")
        assert statuses_of(until_closed(client)) == [200, 200]
    assert b"200" not in exchange(server, HEALTH + b"Connection: close\r\n\r\n")
