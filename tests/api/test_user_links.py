"""`user link`, `user unlink` and what `user list` shows of them."""

import re
import subprocess

import pytest
from server_process import clean_environment

ISSUER = "https://idp.example/realms/cq"
PATIENCE = 60


@pytest.fixture
def run(binary, tmp_path):
    """run(*args, env=None): the binary on a database of its own that has the users alice and bob."""
    path = tmp_path / "cq.db"

    def call(*args, env=None):
        return subprocess.run(
            [binary, *args],
            env=clean_environment({"CQ_DB_PATH": path} | (env or {})),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    for name in ("alice", "bob"):
        assert call("user", "add", name, "--generate").returncode == 0
    return call


def listed(run):
    """{name: the columns after the time}"""
    lines = [line.split("\t") for line in run("user", "list").stdout.splitlines()]
    return {name: rest for name, _, *rest in lines}


def link(run, name, subject, issuer=ISSUER):
    return run("user", "link", name, "--subject", subject, "--issuer", issuer)


def test_a_link_is_made_shown_and_ended(run):
    assert listed(run) == {"alice": [], "bob": []}
    assert link(run, "alice", "s1").returncode == 0
    assert listed(run) == {"alice": [ISSUER, "s1"], "bob": []}
    assert link(run, "alice", "s1").returncode == 0
    assert run("user", "unlink", "alice", "--issuer", ISSUER).returncode == 0
    assert listed(run) == {"alice": [], "bob": []}


def test_the_configured_issuer_is_the_default(run):
    configured = {"CQ_OIDC_ISSUER": ISSUER, "CQ_OIDC_AUDIENCE": "cq-server"}
    assert run("user", "link", "alice", "--subject", "s1", env=configured).returncode == 0
    assert listed(run)["alice"] == [ISSUER, "s1"]
    assert run("user", "unlink", "alice", env=configured).returncode == 0
    assert listed(run)["alice"] == []


def test_a_user_can_have_one_account_of_each_issuer(run):
    other = "https://other.example"
    assert link(run, "alice", "s1").returncode == 0
    assert link(run, "alice", "s1", other).returncode == 0
    assert listed(run)["alice"] == [ISSUER, "s1", other, "s1"]


def test_removing_the_user_ends_the_link(run):
    assert link(run, "alice", "s1").returncode == 0
    assert run("user", "remove", "alice").returncode == 0
    assert link(run, "bob", "s1").returncode == 0


@pytest.mark.parametrize(
    ("args", "code", "mend"),
    [
        (("link", "nobody", "--subject", "s9", "--issuer", ISSUER), 1, "there is no user nobody"),
        (("link", "alice", "--subject", "s9", "--issuer", ISSUER), 1, "cq-server user unlink alice"),
        (("link", "bob", "--subject", "s1", "--issuer", ISSUER), 1, "linked to user alice"),
        (("link", "bob", "--subject", "s9"), 2, "CQ_OIDC_ISSUER"),
        (("link", "bob", "--subject", "s9", "--issuer", "idp.example"), 2, "--issuer"),
        (("link", "bob", "--subject", "s9", "--issuer", "https://me:hunter2@idp.example"), 2, "--issuer"),
        (("link", "bob", "--subject", "", "--issuer", ISSUER), 2, "--subject"),
        (("link", "bob", "--subject", "a\x1b[0m", "--issuer", ISSUER), 2, "--subject"),
        (("unlink", "bob", "--issuer", ISSUER), 1, "bob is not linked"),
        (("unlink", "bob"), 2, "CQ_OIDC_ISSUER"),
    ],
)
def test_what_cannot_be_linked(run, args, code, mend):
    assert link(run, "alice", "s1").returncode == 0
    result = run("user", *args)
    assert result.returncode == code
    assert len(result.stderr.splitlines()) == 1
    assert mend in result.stderr
    assert "hunter2" not in result.stderr
    assert listed(run) == {"alice": [ISSUER, "s1"], "bob": []}


def test_the_help_names_the_commands(run):
    text = run("user", "--help").stdout
    assert re.search(r"^\s+link\b", text, re.MULTILINE)
    assert re.search(r"^\s+unlink\b", text, re.MULTILINE)
