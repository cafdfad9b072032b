"""The configuration as an operator meets it: variables, flags, errors, warnings, documentation."""

import re
import subprocess
from pathlib import Path

import pytest
from server_process import SECRETS, clean_environment
from wire_client import Wire

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


@pytest.fixture
def run(binary, tmp_path):
    """run(*args, env=None, secrets=True): the binary in an environment of its own."""

    def call(*args, env=None, secrets=True):
        settings = {"CQ_DB_PATH": str(tmp_path / "cq.db"), "CQ_PORT": "0"} | (SECRETS if secrets else {})
        return subprocess.run(
            [binary, *args], env=clean_environment(settings | (env or {})), capture_output=True, text=True, timeout=60
        )

    return call


def effective(result):
    """{name: (text, origin)} of the config command's output."""
    assert result.returncode == 0, result.stderr
    lines = re.findall(r"^(CQ_\w+)=(.*?)\s+# (\w+)$", result.stdout, re.MULTILINE)
    assert len(lines) == len(result.stdout.splitlines())
    return {name: (text, origin) for name, text, origin in lines}


@pytest.mark.parametrize(
    ("name", "text", "mend"),
    [
        ("CQ_PORT", "http", "a port number from 0 to 65535"),
        ("CQ_PORT", "", "a port number from 0 to 65535"),
        ("CQ_IDLE_TIMEOUT", "soon", "500ms, 30s, 5m or 2h"),
        ("CQ_MAX_BODY_BYTES", "lots", "64KiB or 1MiB"),
        ("CQ_WORKER_THREADS", "0", "from 1 to 256"),
        ("CQ_ADMIN_ADDRESS", "9090", "127.0.0.1:9090"),
        ("CQ_TRUSTED_PROXIES", "proxy", "CIDR"),
        ("CQ_DATABASE_URL", "postgresql://cq:hunter2@db/cq", "PostgreSQL is not supported yet"),
        ("CQ_DB_PATH", "", "not empty"),
        ("CQ_DB_SYNCHRONOUS", "off", "normal or full"),
        ("CQ_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("CQ_JWT_SECRET", "", "not empty"),
    ],
)
def test_a_wrong_value_stops_with_one_line(run, name, text, mend):
    result = run(env={name: text})
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert name in result.stderr
    assert mend in result.stderr
    assert "hunter2" not in result.stderr


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_secret_stops_serving(run, name):
    env = {other: text for other, text in SECRETS.items() if other != name}
    result = run("serve", env=env, secrets=False)
    assert result.returncode == 2
    assert result.stderr.splitlines() == [result.stderr.rstrip("\n")]
    assert f"{name} is not set" in result.stderr


@pytest.mark.parametrize("present", ["CQ_TLS_CERT_FILE", "CQ_TLS_KEY_FILE"])
def test_half_of_tls_stops(run, present):
    result = run(env={present: "/nonexistent.pem"})
    assert result.returncode == 2
    assert "CQ_TLS_CERT_FILE" in result.stderr
    assert "CQ_TLS_KEY_FILE" in result.stderr


def test_a_certificate_that_cannot_be_read_stops(run):
    files = {"CQ_TLS_CERT_FILE": "/nonexistent/c.pem", "CQ_TLS_KEY_FILE": "/nonexistent/k.pem"}
    result = run(env=files)
    assert result.returncode == 1
    assert "/nonexistent/c.pem" in result.stderr


def test_a_wrong_flag_is_named(run):
    result = run("--port", "x")
    assert (result.returncode, "CQ_PORT (--port)" in result.stderr) == (2, True)
    assert run("--prot", "1").returncode == 2
    assert run("frobnicate").returncode == 2


def test_origins_and_masked_secrets(run):
    values = effective(run("config", "--idle-timeout", "9s", env={"CQ_MAX_BODY_BYTES": "2MiB"}))
    assert values["CQ_IDLE_TIMEOUT"] == ("9s", "flag")
    assert values["CQ_MAX_BODY_BYTES"] == ("2MiB", "environment")
    assert values["CQ_HOST"] == ("0.0.0.0", "default")
    for name, secret in SECRETS.items():
        assert values[name] == ("********", "environment")
        assert all(secret not in text for text, _ in values.values())


def test_flags_work_before_and_after_the_command(run):
    for args in (("--port", "4711", "config"), ("config", "--port", "4711"), ("config", "--port=4711")):
        assert effective(run(*args))["CQ_PORT"] == ("4711", "flag")


def test_config_works_without_secrets(run):
    result = run("config", secrets=False)
    assert result.returncode == 0
    assert "CQ_JWT_SECRET is not set" in result.stderr


def test_unknown_names_are_warned_about_and_the_clients_are_not(run, start_server):
    env = {"CQ_PROT": "1", "CQ_ADDR": "x", "CQ_API_KEY": "x", "CQ_TIMEOUT": "x", "CQ_LOCAL_DB_PATH": "x"}
    warnings = run("config", env=env).stderr.splitlines()
    assert warnings == ['cq-server: warning: unknown variable "CQ_PROT" is ignored; did you mean CQ_PORT?']
    server = start_server(env=env)
    logged = [entry["message"] for entry in server.log_entries() if entry["level"] == "warning"]
    assert logged == ['unknown variable "CQ_PROT" is ignored; did you mean CQ_PORT?']


def test_short_secrets_serve_with_a_warning(start_server):
    server = start_server(env={"CQ_JWT_SECRET": "tiny"})
    warning = server.wait_for_log(lambda entry: entry["level"] == "warning")
    assert "CQ_JWT_SECRET is shorter than 32 bytes" in warning["message"]
    assert "tiny" not in "\n".join(server.log_lines())


def test_secrets_from_files(start_server, tmp_path):
    file = tmp_path / "secret"
    file.write_text(SECRETS["CQ_JWT_SECRET"] + "\n")
    server = start_server(args=["--jwt-secret-file", str(file)])
    assert Wire(server).get("/health").status == 200


def test_a_database_url_of_the_reference(start_server, tmp_path):
    path = tmp_path / "from-url.db"
    start_server(env={"CQ_DATABASE_URL": f"sqlite:///{path}"})
    assert path.exists()


def test_help_and_documentation_know_every_variable(run):
    names = set(effective(run("config")))
    help_text = run("--help").stdout
    assert set(re.findall(r"\b(CQ_\w+)\b", help_text)) == names
    documented = (DOCS / "configuration.md").read_text()
    assert names <= set(re.findall(r"\b(CQ_\w+)\b", documented))


def test_the_documented_defaults_are_true(run):
    documented = (DOCS / "configuration.md").read_text()
    for name, (text, origin) in effective(run("config", env={"CQ_PORT": "3000"})).items():
        row = next(line for line in documented.splitlines() if line.startswith(f"| `{name}`"))
        if origin == "default" and text and "auto" not in text:
            assert f"`{text}`" in row, row
