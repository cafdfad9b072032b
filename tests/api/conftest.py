"""Accounts of the shared server, made the way operators and users make them."""

from dataclasses import dataclass

import pytest
from wire_client import Wire


@dataclass
class Session:
    username: str
    password: str
    token: str


@pytest.fixture(scope="session")
def session(server):
    """A user who has logged in."""
    username, password = "session-user", "a password of the tests"
    added = server.run("user", "add", username, "--password-stdin", text=password + "\n")
    assert added.returncode == 0, added.stderr
    answer = Wire(server).post("/auth/login", json_body={"username": username, "password": password})
    assert answer.status == 200, answer.text
    return Session(username, password, answer.json()["token"])


@pytest.fixture(scope="session")
def api_key(server, session):
    """An API key of that user."""
    answer = Wire(server).post("/users/me/api-keys", session.token, {"name": "tests", "ttl": "1d"})
    assert answer.status == 201, answer.text
    return answer.json()["token"]
