"""Load from wrk, as figures."""

from __future__ import annotations

import re
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass
class Result:
    per_second: float
    p50: float  # seconds
    p99: float  # seconds
    failures: int
    requests: int


def _seconds(text: str) -> float:
    match = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if match is None:
        raise RuntimeError(f"wrk measured no latency: {text}")
    number, unit = match.groups()
    return float(number) * _UNITS[unit]


def _walk(url: str, path: str, tokens: Path) -> list[str]:
    host = urlsplit(url).netloc
    return [
        f'local head = "GET {path} HTTP/1.1\\r\\nHost: {host}\\r\\nAuthorization: Bearer "',
        f'local tokens = io.open("{tokens}")',
        "function request()",
        '  local token = tokens:read("*l")',
        '  if not token then tokens:seek("set") token = tokens:read("*l") end',
        '  return head .. token .. "\\r\\n\\r\\n"',
        "end",
    ]


def wrk(
    url: str,
    path: str,
    *,
    seconds: float,
    connections: int,
    token: str = "",
    tokens: Path | None = None,
    paths: list[str] | None = None,
    body: str | None = None,
    pause_ms: int = 0,
    cpu: int | None = None,
) -> Result:
    """One run with one wrk thread, on the core `cpu` if given.

    `paths` are asked for in turn, or `path` with one line of the file `tokens` after the other; `body`
    makes it a POST. Each connection waits `pause_ms` before each request.
    """
    lines = ['wrk.headers["Content-Type"] = "application/json"']
    if token:
        lines.append(f'wrk.headers["Authorization"] = "Bearer {token}"')
    if body is not None:
        lines += ['wrk.method = "POST"', f"wrk.body = [==[{body}]==]"]
    if paths:
        lines.append("local paths = {" + ",".join(f'"{p}"' for p in paths) + "}")
        lines += [
            "local ready, at = {}, 0",
            "function init() for i, p in ipairs(paths) do ready[i] = wrk.format(nil, p) end end",
            "function request() at = at % #ready + 1 return ready[at] end",
        ]
    if tokens:
        lines += _walk(url, path, tokens)
    if pause_ms:
        lines.append(f"function delay() return {pause_ms} end")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("\n".join(lines))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "--timeout", "30s"]
        if cpu is not None:
            command = ["taskset", "-c", str(cpu), *command]
        output = subprocess.run(
            [*command, "-s", script.name, url + path], capture_output=True, text=True, check=True
        ).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    socket_errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    return Result(
        per_second=float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1)),
        p50=_seconds(re.search(r"(?m)^\s+50%\s+(\S+)", output).group(1)),
        p99=_seconds(re.search(r"(?m)^\s+99%\s+(\S+)", output).group(1)),
        failures=int(failed.group(1) if failed else 0)
        + sum(int(n) for n in (socket_errors.groups() if socket_errors else ())),
        requests=int(re.search(r"(\d+) requests in", output).group(1)),
    )


def median(values: list[float]) -> float:
    return statistics.median(values)
