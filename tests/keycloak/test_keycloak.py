"""Access tokens of a real Keycloak: who is accepted, who is not, and its keys changing under load."""

import json
import os
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from server_process import clean_environment
from wire_client import Wire, read, unit_body

CLI = os.environ.get("CQ_CLI")
PATIENCE = 60


def propose(wire, token):
    return wire.post("/knowledge", token, unit_body("keycloak"))


def status_of(wire, token):
    return wire.get("/users/me", token).status


def test_a_person_proposes_and_reviews(start, realm):
    server = start()
    wire, token = Wire(server), realm.token("alice")
    answer = propose(wire, token)
    assert answer.status == 201, answer.text
    unit = answer.json()
    assert unit["created_by"] == "alice"
    assert wire.post(f"/review/{unit['id']}/approve", realm.token("bob")).status == 200
    assert wire.get(f"/review/{unit['id']}", token).json()["reviewed_by"] == "bob"
    assert sorted(read(server.db_path, "SELECT username FROM users")) == [("alice",), ("bob",)]


def test_a_program_is_known_by_its_service_account(start, realm):
    answer = propose(Wire(start()), realm.client_token())
    assert (answer.status, answer.json()["created_by"]) == (201, "service-account-cq-agent")


def test_an_email_must_be_verified(start, realm):
    wire = Wire(start(CQ_OIDC_IDENTITY_CLAIM="email"))
    assert propose(wire, realm.token("alice")).json()["created_by"] == "alice@example.com"
    assert propose(wire, realm.token("bob")).status == 403


@pytest.mark.parametrize("algorithm", ["PS256", "ES256", "EdDSA"])
def test_its_other_algorithms_are_accepted_where_they_are_allowed(start, realm, algorithm):
    token = realm.token(client=f"cq-{algorithm.lower()}")
    assert status_of(Wire(start(CQ_OIDC_ALGORITHMS=algorithm)), token) == 200
    assert status_of(Wire(start(CQ_OIDC_ALGORITHMS="RS256")), token) == 401


REFUSED = {
    "an ID token": lambda realm: realm.tokens()["id_token"],
    "a refresh token": lambda realm: realm.tokens()["refresh_token"],
    "another audience": lambda realm: realm.token(client="cq-other"),
    "a lightweight token": lambda realm: realm.token(client="cq-light"),
    "signed with the client's secret": lambda realm: realm.token(client="cq-hs256"),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED)
def test_what_is_no_access_token_for_this_server_is_refused(start, realm, refused):
    server = start()
    wire = Wire(server)
    assert status_of(wire, realm.token()) == 200
    assert status_of(wire, refused(realm)) == 401
    assert propose(wire, refused(realm)).status == 401


def test_another_realm_of_the_same_keycloak_is_another_issuer(start, own_realm):
    assert status_of(Wire(start()), own_realm.token()) == 401


def test_rotation_under_load_refuses_nobody(start, own_realm):
    wire = Wire(start(own_realm))
    old = own_realm.token("alice")
    assert status_of(wire, old) == 200
    done = threading.Event()
    answered = threading.Semaphore(0)

    def keep_requesting(person):
        statuses = []
        while not done.is_set():
            statuses.append(status_of(wire, own_realm.token(person)))
            answered.release()
        return statuses

    def await_requests(count):
        for _ in range(count):
            assert answered.acquire(timeout=PATIENCE)

    with ThreadPoolExecutor(4) as pool:
        load = [pool.submit(keep_requesting, person) for person in ("alice", "bob") * 2]
        try:
            await_requests(20)
            own_realm.rotate()
            await_requests(40)
        finally:
            done.set()
    assert {status for run in load for status in run.result()} == {200}
    assert status_of(wire, old) == 200  # its key is still published


def test_a_withdrawn_key_is_refused_after_the_refresh(start, own_realm):
    wire = Wire(start(own_realm))
    old = own_realm.token("alice")
    assert status_of(wire, old) == 200
    own_realm.rotate()
    own_realm.withdraw_former_keys()
    assert status_of(wire, own_realm.token("bob")) == 200
    assert status_of(wire, old) == 401


@pytest.fixture
def run(binary, realm, tmp_path):
    """run(command, text=None): an `oidc` command of the binary."""

    def call(command, text=None):
        env = clean_environment(realm.environment(CQ_DB_PATH=str(tmp_path / "absent.db")))
        arguments = [binary, "oidc", command]
        return subprocess.run(arguments, env=env, input=text, capture_output=True, text=True, timeout=PATIENCE)

    return call


def test_check_lists_its_keys_and_leaves_the_one_for_encryption(run, realm):
    result = run("check")
    assert result.returncode == 0, result.stdout + result.stderr
    assert realm.issuer in result.stdout
    assert [line for line in result.stdout.splitlines() if line.split()[:1] == ["usable"] and "RS256" in line]
    assert [line for line in result.stdout.splitlines() if line.split()[:1] == ["unusable"]]


def test_explain_tells_why_a_token_is_refused(run, realm):
    assert run("explain", realm.token()).returncode == 0
    result = run("explain", realm.token(client="cq-other"))
    assert result.returncode == 1
    assert [line for line in result.stdout.splitlines() if line.startswith("FAIL") and "aud" in line]


@pytest.mark.skipif(not CLI, reason="CQ_CLI names no cq binary")
def test_the_real_client_proposes_with_a_token(start, realm, tmp_path):
    server = start()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CQ_LOCAL_DB_PATH": str(tmp_path / "local.db"),
        "CQ_ADDR": server.url,
        "CQ_API_KEY": realm.token("alice"),
    }
    words = ["--summary", "Short", "--detail", "Longer", "--action", "Do it", "--domain", "keycloak"]
    command = [CLI, "propose", *words, "--format", "json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    ((data,),) = read(server.db_path, "SELECT data FROM knowledge_units")
    assert json.loads(data)["created_by"] == "alice"
