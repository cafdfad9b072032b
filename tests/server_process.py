"""One running cq-server and what it logs."""

import json
import os
import signal
import subprocess
import threading

SECRETS = {
    "CQ_JWT_SECRET": "test-secret-test-secret-test-secret-32",
    "CQ_API_KEY_PEPPER": "test-pepper-test-pepper-test-pepper-32",
}
# Generous: under a sanitizer on a busy machine everything takes long.
PATIENCE = 60


def clean_environment(env=None):
    """Nothing of the caller's but what the sanitizers read, then the test's own variables."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("_OPTIONS") or name == "PATH"}
    return kept | {name: str(value) for name, value in (env or {}).items()}


class ServerProcess:
    """Starts at once; `host`, `port` and `url` are there after wait_until_listening()."""

    def __init__(self, binary, folder, env=None, args=()):
        settings = {"CQ_HOST": "127.0.0.1", "CQ_PORT": "0", "CQ_DB_PATH": str(folder / "cq.db")}
        self.env = clean_environment(SECRETS | settings | (env or {}))
        self.binary, self.db_path, self.host = binary, self.env["CQ_DB_PATH"], "127.0.0.1"
        self.process = subprocess.Popen(
            [binary, *args], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        )
        self.expected_exit = 0  # a test that ends the server otherwise says so here
        self._lines = []
        self._grown = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            with self._grown:
                self._lines.append(line.rstrip("\n"))
                self._grown.notify_all()
        with self._grown:
            self._ended = True
            self._grown.notify_all()

    def wait_until_listening(self):
        line = self.wait_for_log(lambda entry: entry.get("message") == "listening")
        self.port = line["port"]
        scheme = "https" if self.env.get("CQ_TLS_CERT_FILE") else "http"
        self.url = f"{scheme}://{self.host}:{self.port}"

    def wait_for_log(self, matches):
        """The first log entry (a dict) that matches, as soon as it is there."""

        def found():
            return next((entry for entry in self.log_entries() if matches(entry)), None)

        with self._grown:
            self._grown.wait_for(lambda: self._ended or found(), PATIENCE)
            entry = found()
        assert entry, "no such log line:\n" + "\n".join(self._lines)
        return entry

    def log_lines(self):
        return list(self._lines)

    def log_entries(self):
        """Those of the lines that are JSON, parsed."""
        return [json.loads(line) for line in self.log_lines() if line.startswith("{")]

    def run(self, *args, text=None, env=None):
        """Runs a command of the binary on this server's database and configuration."""
        return subprocess.run(
            [self.binary, *args],
            env=self.env | (env or {}),
            input=text,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def stop(self):
        """SIGTERM, then the exit code must be the expected one. A server the test has killed is left alone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = "none (it did not stop)"
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        if code not in (self.expected_exit, -signal.SIGKILL):
            raise AssertionError(f"exit code {code}; the last it said:\n" + "\n".join(self._lines[-40:]))
