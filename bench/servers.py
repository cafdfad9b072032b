"""Starts the servers that are measured, and asks /proc what they cost."""

from __future__ import annotations

import http.client
import json
import os
import shlex
import signal
import socket
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

SECRETS = {
    "CQ_JWT_SECRET": "bench-jwt-secret-bench-jwt-secret-0123",
    "CQ_API_KEY_PEPPER": "bench-pepper-bench-pepper-bench-0123",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A cq server process: ours or the reference, started by a command with CQ_* variables."""

    def __init__(self, name: str, command: str, db: Path, **env: str) -> None:
        self.name = name
        self.port = free_port()
        self.host = "127.0.0.1"
        self.url = f"http://{self.host}:{self.port}"
        variables = {k: v for k, v in os.environ.items() if not k.startswith("CQ_")}
        variables |= SECRETS | {"CQ_PORT": str(self.port), "CQ_DB_PATH": str(db)} | env
        started = time.perf_counter()
        self.process = subprocess.Popen(
            shlex.split(command),
            env=variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._await_health()
        self.start_seconds = time.perf_counter() - started

    def _await_health(self) -> None:
        deadline = time.perf_counter() + 60
        while time.perf_counter() < deadline:
            try:
                connection = http.client.HTTPConnection(self.host, self.port, timeout=5)
                connection.request("GET", "/api/v1/health")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(f"{self.name} ended with {self.process.returncode}") from None
                time.sleep(0.001)
        raise RuntimeError(f"{self.name} does not answer")

    def request(self, method: str, path: str, body: object = None, token: str = "") -> dict:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{self.name}: {method} {path}: {answer.status} {text[:200]!r}")
        return json.loads(text)

    def session(self) -> str:
        login = {"username": "bench", "password": "bench-password"}
        return self.request("POST", "/api/v1/auth/login", login)["token"]

    def api_key(self) -> str:
        body = {"name": "bench", "ttl": "1d"}
        return self.request("POST", "/api/v1/users/me/api-keys", body, self.session())["token"]

    def metric(self, series: str) -> float:
        """The value of a series, named as /metrics writes it; 0 while it is not there."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        connection.request("GET", "/metrics")
        lines = connection.getresponse().read().decode().splitlines()
        return next((float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(series + " ")), 0.0)

    def resident_kib(self) -> int:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class Nginx:
    """nginx with one worker that answers /api/v1/health from its configuration."""

    def __init__(self) -> None:
        self.name = "nginx"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = TemporaryDirectory()
        config = Path(self._folder.name) / "nginx.conf"
        config.write_text(
            "worker_processes 1; daemon off; pid nginx.pid; error_log stderr crit;"
            "events { worker_connections 1024; }"
            "http { access_log off; keepalive_requests 100000000; server {"
            f" listen 127.0.0.1:{self.port};"
            ' location / { default_type application/json; return 200 \'{"status":"ok"}\'; } } }'
        )
        self.process = subprocess.Popen(
            ["nginx", "-p", self._folder.name, "-c", str(config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.01)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self._folder.cleanup()
