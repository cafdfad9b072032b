"""`cq-server oidc check` and `oidc explain` against a real OpenID provider, without a running server."""

import subprocess

import pytest
from server_process import clean_environment

PATIENCE = 60


@pytest.fixture
def run(binary, tmp_path):
    """run(provider, command, text=None, **env): an `oidc` command of the binary."""

    def call(provider, command, text=None, **env):
        configured = provider.environment(CQ_DB_PATH=tmp_path / "absent.db", **env)
        result = subprocess.run(
            [binary, "oidc", command],
            env=clean_environment(configured),
            input=text,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert not (tmp_path / "absent.db").exists()
        return result

    return call


def test_check_lists_the_keys(run, provider):
    result = run(provider, "check", CQ_OIDC_ALGORITHMS="RS256,ES256")
    assert result.returncode == 0, result.stdout + result.stderr
    assert provider.issuer in result.stdout
    lines = result.stdout.splitlines()
    assert sorted(line.split()[0] for line in lines if "kid " in line) == ["unusable", "usable", "usable"]
    assert [line for line in lines if "EdDSA" in line and "unusable" in line]


@pytest.mark.parametrize(
    ("outage", "env"),
    [
        ("error", {}),
        ("close", {}),
        ("hang", {}),
        ("none", {"CQ_OIDC_ALGORITHMS": "PS512"}),
        ("none", {"CQ_OIDC_JWKS_URL": "http://127.0.0.1:1/keys"}),
    ],
)
def test_check_fails_when_no_token_could_be_verified(run, own_provider, outage, env):
    own_provider.suffer(outage)
    result = run(own_provider, "check", **env)
    assert result.returncode == 1
    assert "cannot be verified" in result.stdout


def test_check_refuses_the_keys_of_another_issuer(run, own_provider):
    result = run(own_provider, "check", CQ_OIDC_ISSUER=own_provider.issuer + "/other")
    assert result.returncode == 1


def test_explain_accepts_and_names_the_identity(run, provider):
    token = provider.token("s-1", preferred_username="alice")
    result = run(provider, "explain", token + "\n", CQ_OIDC_IDENTITY_CLAIM="preferred_username")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "alice" in result.stdout and "s-1" in result.stdout
    assert "FAIL" not in result.stdout
    assert token.rsplit(".", 1)[1] not in result.stdout


def test_explain_shows_every_failure(run, provider):
    token = provider.token("s-1", aud="another-server", exp=1_700_000_000, signer="impostor")
    result = run(provider, "explain", token)
    assert result.returncode == 1
    failures = [line.split()[1] for line in result.stdout.splitlines() if line.startswith("FAIL")]
    assert failures[:2] == ["aud", "exp"] and len(failures) == 3
    assert "another-server" in result.stdout and "cq-server" in result.stdout
    assert token.rsplit(".", 1)[1] not in result.stdout


@pytest.mark.parametrize("text", ["", "\n", "no token", "a.b.c", "\x00\x1b[31m.\x1b.\x07"])
def test_explain_takes_any_input(run, provider, text):
    result = run(provider, "explain", text)
    assert result.returncode in (1, 2)
    assert "\x1b" not in result.stdout + result.stderr


@pytest.mark.parametrize("command", ["check", "explain"])
def test_without_an_issuer_the_commands_say_so(binary, command):
    result = subprocess.run(
        [binary, "oidc", command], env=clean_environment(), input="", capture_output=True, text=True, timeout=PATIENCE
    )
    assert result.returncode == 2
    assert "CQ_OIDC_ISSUER" in result.stderr
