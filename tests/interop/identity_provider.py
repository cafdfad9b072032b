"""The OpenID provider of tests/interop/idp, with what tests do to it."""

import base64
import http.client
import json
import subprocess
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).resolve().parent / "idp"
PATIENCE = 60
CLIENT_ID, CLIENT_SECRET = "cq-agent", "cq-agent-secret"


def install():
    """Its npm packages; does nothing when they are there."""
    subprocess.run([ROOT / "scripts" / "setup", "idp"], check=True)


class IdentityProvider:
    """Starts at once and is ready when constructed; ends with stop(), or with the process that holds it."""

    def __init__(self):
        self._process = subprocess.Popen(
            ["node", FOLDER / "provider.mjs", "--end-with-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        ready = self._process.stdout.readline()
        assert ready, f"the identity provider ended with {self._process.wait(PATIENCE)}"
        self.issuer = json.loads(ready)["issuer"]
        address = urllib.parse.urlsplit(self.issuer)
        self._host, self._port = address.hostname, address.port

    def stop(self):
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.stdout.close()

    def environment(self, **more):
        """What a server is told of this provider."""
        return {"CQ_OIDC_ISSUER": self.issuer, "CQ_OIDC_AUDIENCE": "cq-server"} | more

    def token(self, subject="alice", *, algorithm="RS256", header=None, signer="published", **claims):
        """A new token of a person. A claim or header member that is None is left out; an impostor signs with a key that
        nobody publishes, under the kid of one that is."""
        wanted = {
            "algorithm": algorithm,
            "claims": {"sub": subject} | claims,
            "header": header or {},
            "signer": signer,
        }
        return self._call("POST", "/test/tokens", json.dumps(wanted))

    def client_token(self):
        """What the token endpoint gives to a program."""
        credentials = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/x-www-form-urlencoded"}
        return json.loads(self._call("POST", "/token", "grant_type=client_credentials", headers))["access_token"]

    def rotate(self, *, drop_former=False):
        """New keys sign from now on. The former stay published, or leave the key set at once."""
        self._call("POST", "/test/rotations", json.dumps({"drop_former": drop_former}))

    def suffer(self, outage):
        """What discovery and the keys answer from now on: none (they work), error, close or hang."""
        self._call("PUT", "/test/outage", json.dumps({"mode": outage}))

    def key_requests(self):
        """How often the key set was asked for."""
        return json.loads(self._call("GET", "/test/requests"))["keys"]

    def _call(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self._host, self._port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            text = answer.read().decode()
            assert answer.status == 200, text
            return text
        finally:
            connection.close()
