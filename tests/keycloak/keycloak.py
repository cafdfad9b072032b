"""A real Keycloak, and what tests do to its realms.

`python3 keycloak.py` starts one with a realm, prints {"issuer":URL} as one line when it is ready, and ends it on
SIGTERM: for `make demo-oidc IDP=keycloak`.
"""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

HOME = Path(__file__).resolve().parents[2] / "build" / "keycloak"  # where scripts/setup unpacks it
HOST = "127.0.0.1"
ADMIN = "admin"
START_SECONDS = 300  # the first start builds Keycloak's own image of itself
PATIENCE = 60
AUDIENCE = "cq-server"
CLIENT_ID, CLIENT_SECRET = "cq-agent", "cq-agent-secret"

_KEY_PROVIDER = "org.keycloak.keys.KeyProvider"


class Keycloak:
    """Starts at once and is ready when constructed; its database is in memory. Ends with stop()."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self._port = probe.getsockname()[1]
        self._password = secrets.token_hex(16)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115, open as long as Keycloak runs
        command = ["bash", HOME / "bin" / "kc.sh", "start-dev", "--db=dev-mem"]
        self._process = subprocess.Popen(
            [*command, f"--http-host={HOST}", f"--http-port={self._port}"],
            env=os.environ
            | {
                "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
                "KC_BOOTSTRAP_ADMIN_PASSWORD": self._password,
                "JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx512m",
            },
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._await_start()

    def _await_start(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if self.call("GET", "/realms/master")[0] == 200:
                    return
            except OSError:
                pass
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._log.seek(0)
                log = self._log.read().decode(errors="replace")
                self.stop()
                raise RuntimeError(f"Keycloak did not start:\n{log[-4000:]}")
            time.sleep(0.2)

    def stop(self):
        """The whole group: kc.sh may stay above java."""
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, how)
                self._process.wait(PATIENCE)
                break
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self._log.close()

    def url(self, path):
        return f"http://{HOST}:{self._port}{path}"

    def realm(self, name):
        """A new realm with its own keys, people and clients."""
        self.administer("POST", "", _realm(name))
        return Realm(self, name)

    def administer(self, method, path, body=None):
        """A call of the administration API below /admin/realms, as JSON."""
        form = {"grant_type": "password", "client_id": "admin-cli", "username": ADMIN, "password": self._password}
        token = self.form("/realms/master/protocol/openid-connect/token", form)["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        status, answer = self.call(method, f"/admin/realms{path}", text, headers)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {answer}")
        return json.loads(answer) if answer else None

    def form(self, path, members):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, answer = self.call("POST", path, urllib.parse.urlencode(members), headers)
        if status != 200:
            raise RuntimeError(f"POST {path}: {status} {answer}")
        return json.loads(answer)

    def call(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


class Realm:
    """One issuer, with the people alice and bob."""

    def __init__(self, keycloak, name):
        self._keycloak, self._name = keycloak, name
        self.issuer = keycloak.url(f"/realms/{name}")
        self._token_path = f"/realms/{name}/protocol/openid-connect/token"

    def environment(self, **more):
        """What a server is told of this realm."""
        return {
            "CQ_OIDC_ISSUER": self.issuer,
            "CQ_OIDC_AUDIENCE": AUDIENCE,
            "CQ_OIDC_IDENTITY_CLAIM": "preferred_username",
        } | more

    def tokens(self, person="alice", client="cq-cli"):
        """All that a person gets: access_token, id_token, refresh_token."""
        form = {"grant_type": "password", "username": person, "password": f"{person}-password"}
        if client == "cq-hs256":
            form["client_secret"] = CLIENT_SECRET
        return self._keycloak.form(self._token_path, form | {"client_id": client, "scope": "openid"})

    def token(self, person="alice", client="cq-cli"):
        return self.tokens(person, client)["access_token"]

    def client_token(self):
        form = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        return self._keycloak.form(self._token_path, form)["access_token"]

    def rotate(self):
        """A new key signs from now on; the former stay published."""
        key = {
            "name": f"rsa-{secrets.token_hex(4)}",
            "providerId": "rsa-generated",
            "providerType": _KEY_PROVIDER,
            "config": {"priority": [str(int(time.time()))], "enabled": ["true"], "active": ["true"]},
        }
        self._keycloak.administer("POST", f"/{self._name}/components", key)

    def withdraw_former_keys(self):
        """All but the newest leave the key set at once."""
        components = self._keycloak.administer("GET", f"/{self._name}/components?type={_KEY_PROVIDER}")
        rsa = [component for component in components if component["providerId"] == "rsa-generated"]
        newest = max(rsa, key=lambda component: int(component["config"].get("priority", ["0"])[0]))
        for component in rsa:
            if component is not newest:
                self._keycloak.administer("DELETE", f"/{self._name}/components/{component['id']}")


def _client(name, *, has_audience=True, **more):
    mapper = {
        "name": "audience",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-audience-mapper",
        "config": {"included.custom.audience": AUDIENCE, "access.token.claim": "true", "id.token.claim": "false"},
    }
    person = {"publicClient": True, "directAccessGrantsEnabled": True}
    return {"clientId": name, "protocolMappers": [mapper] if has_audience else []} | person | more


def _realm(name):
    def signing(algorithm):
        return {"attributes": {"access.token.signed.response.alg": algorithm}}

    return {
        "realm": name,
        "enabled": True,
        "sslRequired": "none",
        "accessTokenLifespan": 300,
        "users": [
            {
                "username": person,
                "enabled": True,
                "firstName": person.title(),
                "lastName": "Example",
                "email": f"{person}@example.com",
                "emailVerified": person == "alice",
                "credentials": [{"type": "password", "value": f"{person}-password", "temporary": False}],
            }
            for person in ("alice", "bob")
        ],
        "clients": [
            _client("cq-cli"),
            _client(
                CLIENT_ID,
                publicClient=False,
                directAccessGrantsEnabled=False,
                serviceAccountsEnabled=True,
                secret=CLIENT_SECRET,
            ),
            _client("cq-other", has_audience=False),
            _client("cq-light", attributes={"client.use.lightweight.access.token.enabled": "true"}),
            _client("cq-hs256", publicClient=False, secret=CLIENT_SECRET, **signing("HS256")),
            *[_client(f"cq-{algorithm.lower()}", **signing(algorithm)) for algorithm in ("PS256", "ES256", "EdDSA")],
        ],
    }


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    keycloak = Keycloak()
    try:
        print(json.dumps({"issuer": keycloak.realm("cq").issuer}, separators=(",", ":")), flush=True)
        while True:
            signal.pause()
    finally:
        keycloak.stop()


if __name__ == "__main__":
    main()
