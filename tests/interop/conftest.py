"""Real clients and identity providers against a real server."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))

from identity_provider import IdentityProvider, install  # noqa: E402
from wire_client import Wire, make_account  # noqa: E402


class Reviewer:
    """What a person does in the dashboard, and the proposer's name."""

    def __init__(self, server):
        self._wire, self._account = Wire(server), make_account(server, "agent")
        self.name, self.key = self._account.name, self._account.key

    def approve(self, unit_id):
        answer = self._wire.post(f"/review/{unit_id}/approve", self._account.session)
        assert answer.status == 200, answer.text

    def unit(self, unit_id):
        return self._wire.get(f"/review/{unit_id}", self._account.session).json()["knowledge_unit"]

    def pending(self, domain):
        """How many proposals of a domain wait for a decision."""
        path = f"/review/units?status=pending&domain={domain.replace(' ', '%20')}"
        return len(self._wire.get(path, self._account.session).json())


@pytest.fixture
def reviewer(server):
    return Reviewer(server)


@pytest.fixture
def client_environment(server, reviewer, tmp_path):
    """All that a client is told: its server and its key. Its files stay below tmp_path."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "CQ_LOCAL_DB_PATH": str(tmp_path / "local.db"),
        "CQ_ADDR": server.url,
        "CQ_API_KEY": reviewer.key,
    }


@pytest.fixture(scope="session")
def provider_packages():
    install()


@pytest.fixture(scope="session")
def provider(provider_packages):
    """A provider that tests share and none of them disturbs."""
    shared = IdentityProvider()
    yield shared
    shared.stop()


@pytest.fixture
def own_provider(provider_packages):
    """A provider that the test may rotate and break."""
    own = IdentityProvider()
    yield own
    own.stop()
