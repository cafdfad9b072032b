"""Servers for the black-box tests: the real binary, each with a database and a port of its own."""

import os
from pathlib import Path

import pytest
from server_process import ServerProcess

BINARY = os.environ.get("CQ_SERVER", str(Path(__file__).resolve().parent.parent / "build/dev/cq-server"))


@pytest.fixture(scope="session")
def binary():
    """The path of the binary under test (CQ_SERVER, else the dev build)."""
    path = Path(BINARY).resolve()
    assert path.exists(), f"{path} is missing; build it or name another with CQ_SERVER"
    return str(path)


@pytest.fixture
def start_server(binary, tmp_path):
    """start_server(env=None, args=()): a running server, stopped at the end of the test."""
    servers = []

    def start(env=None, args=()):
        folder = tmp_path / f"server{len(servers)}"
        folder.mkdir()
        server = ServerProcess(binary, folder, env=env, args=args)
        servers.append(server)
        server.wait_until_listening()
        return server

    yield start
    stop_all(servers)


@pytest.fixture(scope="session")
def server(binary, tmp_path_factory):
    """One server that tests share; they use names of their own, and many fail to log in on purpose."""
    shared = ServerProcess(binary, tmp_path_factory.mktemp("shared"), env={"CQ_LOGIN_ATTEMPTS_PER_CLIENT": "0"})
    try:
        shared.wait_until_listening()
        yield shared
    finally:
        stop_all([shared])


def stop_all(servers):
    """Stops every server, also when stopping one of them fails."""
    failures = []
    for server in servers:
        try:
            server.stop()
        except AssertionError as failure:
            failures.append(str(failure))
    assert not failures, "\n".join(failures)
