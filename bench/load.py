"""Load from wrk, as figures."""

from __future__ import annotations

import re
import statistics
import subprocess
import tempfile
from dataclasses import dataclass

_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass
class Result:
    per_second: float
    p50: float  # seconds
    p99: float  # seconds
    failures: int


def _seconds(text: str) -> float:
    match = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if match is None:
        raise RuntimeError(f"wrk measured no latency: {text}")
    number, unit = match.groups()
    return float(number) * _UNITS[unit]


def wrk(
    url: str,
    path: str,
    *,
    seconds: float,
    connections: int,
    token: str = "",
    paths: list[str] | None = None,
    body: str | None = None,
) -> Result:
    """One run with one wrk thread; `paths` are asked for in turn, `body` makes it a POST."""
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
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write("\n".join(lines))
        script.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", "--timeout", "30s"]
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
    )


def median(values: list[float]) -> float:
    return statistics.median(values)
