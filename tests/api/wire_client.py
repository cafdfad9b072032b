"""A plain HTTP client and account helpers for the contract tests: nothing is tidied on the way."""

import base64
import hashlib
import hmac
import http.client
import itertools
import json
import sqlite3
import time
from dataclasses import dataclass

PREFIX = "/api/v1"
PASSWORD = "correct horse"
# bcrypt of PASSWORD at the lowest cost, so that logins in tests are quick.
PASSWORD_HASH = "$2b$04$i18NbHe7uoJww.eEVEyPLu7i8aQb5bNaShp/b3jDjYowZOojjJtqC"
UNKNOWN_UNIT = "ku_" + "0" * 32

_numbers = itertools.count(1)


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8")

    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return self.headers.get(name.lower())


class Wire:
    """Speaks to one server. One connection a call, so it may be shared by threads."""

    def __init__(self, server):
        self._host, self._port = server.host, server.port

    def send(self, method, target, *, headers=None, body=None, timeout=30):
        connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        try:
            connection.putrequest(method, target, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    def call(self, method, path, *, token=None, json_body=None, body=None, headers=None, timeout=30):
        """Like send, below /api/v1, with a bearer token and a JSON body."""
        sent = dict(headers or {})
        if token is not None:
            sent["Authorization"] = "Bearer " + token
        if json_body is not None:
            body = json.dumps(json_body).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        return self.send(method, PREFIX + path, headers=sent, body=body, timeout=timeout)

    def get(self, path, token=None):
        return self.call("GET", path, token=token)

    def post(self, path, token=None, json_body=None, timeout=30):
        return self.call("POST", path, token=token, json_body=json_body, timeout=timeout)


def unique(word):
    """A name that no other test uses."""
    return f"{word}{next(_numbers)}"


def connect(db_path):
    connection = sqlite3.connect(db_path, timeout=30)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def write(db_path, sql, parameters=()):
    """One committed statement from outside the server. Returns the number of rows it touched."""
    connection = connect(db_path)
    try:
        with connection:
            return connection.execute(sql, parameters).rowcount
    finally:
        connection.close()


def read(db_path, sql, parameters=()):
    connection = connect(db_path)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def add_user(db_path, name, created_at="2026-03-04 05:06:07"):
    write(
        db_path,
        "INSERT INTO users (username, password_hash, created_at) VALUES (?, ?, ?)",
        (name, PASSWORD_HASH, created_at),
    )


@dataclass
class Account:
    name: str
    session: str
    key: str
    key_id: str


def make_account(server, word="user"):
    """A new user with a session and an API key, made as a client would."""
    name = unique(word)
    add_user(server.db_path, name)
    wire = Wire(server)
    answer = wire.post("/auth/login", json_body={"username": name, "password": PASSWORD})
    assert answer.status == 200, answer.text
    session = answer.json()["token"]
    answer = wire.post("/users/me/api-keys", session, {"name": "tests", "ttl": "1d"})
    assert answer.status == 201, answer.text
    return Account(name, session, answer.json()["token"], answer.json()["id"])


def unit_body(domain, **more):
    return {
        "domains": [domain],
        "insight": {"summary": "Short", "detail": "Longer", "action": "Do it"},
        **more,
    }


def propose(wire, account, domain, **more):
    answer = wire.post("/knowledge", account.key, unit_body(domain, **more))
    assert answer.status == 201, answer.text
    return answer.json()


def approved(wire, account, domain, **more):
    unit = propose(wire, account, domain, **more)
    answer = wire.post(f"/review/{unit['id']}/approve", account.session)
    assert answer.status == 200, answer.text
    return unit


def _segment(value):
    raw = value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sign(claims, secret, header=None, digest=hashlib.sha256):
    """A compact JWS over any bytes, well-formed or not."""
    text = _segment(header or {"alg": "HS256", "typ": "JWT"}) + "." + _segment(claims)
    return text + "." + _segment(hmac.new(secret.encode(), text.encode(), digest).digest())


def claims_for(name, **more):
    now = int(time.time())
    return {"sub": name, "iat": now - 5, "exp": now + 3600, **more}


def decode_segment(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
