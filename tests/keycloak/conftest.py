"""A real Keycloak against a real server: `make test-keycloak`."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))

from keycloak import Keycloak  # noqa: E402
from wire_client import unique  # noqa: E402


@pytest.fixture(scope="session")
def keycloak():
    running = Keycloak()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def realm(keycloak):
    """A realm that tests share and none of them changes."""
    return keycloak.realm("shared")


@pytest.fixture
def own_realm(keycloak):
    """A realm whose keys the test may change."""
    return keycloak.realm(unique("realm"))


@pytest.fixture
def start(start_server, realm):
    """start(realm=..., **env): a server that trusts the realm."""

    def start_configured(realm=realm, **env):
        return start_server(env=realm.environment(**env))

    return start_configured
