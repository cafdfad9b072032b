#!/usr/bin/env python3
"""Measures cq-server beside the reference server (CQ_REFERENCE) and nginx, in one run.

Each figure is the median of rounds in which the two are loaded in turn, and the ratio is that of
the two medians. Usage: bench/bench.py [--rounds N] [--seconds S] [--only NAME ...] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import bcrypt
import store
from load import Result, median, wrk
from servers import Nginx, Server

ROOT = Path(__file__).resolve().parent.parent
OURS = os.environ.get("CQ_SERVER", str(ROOT / "build/release/cq-server"))
REFERENCE = os.environ.get("CQ_REFERENCE", "")
PROPOSAL = {
    "domains": ["bench", "http"],
    "insight": {
        "summary": "A proposal of the benchmark",
        "detail": "What happened, and why it matters here. " * 6,
        "action": "Do the thing that avoids it.",
    },
    "context": {"languages": ["python"], "frameworks": ["fastapi"], "pattern": "api"},
}


class Bench:
    def __init__(self, folder: Path, rounds: int, seconds: float) -> None:
        self.folder = folder
        self.rounds = rounds
        self.seconds = seconds
        self.rows: list[dict] = []
        hashed = bcrypt.hashpw(b"bench-password", bcrypt.gensalt())
        self.password_hash = hashed.decode()

    def database(self, name: str, units: int, matching: dict[str, int]) -> Path:
        path = self.folder / f"{name}.db"
        if not path.exists():
            store.create(path, units, matching, self.password_hash)
        return path

    def copy(self, path: Path, name: str) -> Path:
        target = self.folder / f"{name}-{path.name}"
        shutil.copy(path, target)
        return target

    def report(self, what: str, a: str, a_value: float, b: str, b_value: float, unit: str) -> None:
        ratio = a_value / b_value if b_value else float("nan")
        row = {"what": what, "a": a, "a_value": a_value, "b": b, "b_value": b_value, "unit": unit}
        self.rows.append(row | {"ratio": ratio})
        print(f"{what}: {a} {a_value:.6g} {unit}, {b} {b_value:.6g} {unit}, ratio {ratio:.4g}", flush=True)

    def in_turn(self, runs: list[Callable[[], Result]]) -> list[list[Result]]:
        results: list[list[Result]] = [[] for _ in runs]
        for run in runs:
            run()  # warm-up
        for _ in range(self.rounds):
            for i, run in enumerate(runs):
                results[i].append(run())
        failures = sum(result.failures for side in results for result in side)
        if failures:
            raise RuntimeError(f"{failures} requests failed; the figures would mean nothing")
        return results

    def throughput(self, what: str, ours: Callable[[], Result], theirs: Callable[[], Result], name: str) -> None:
        a, b = self.in_turn([ours, theirs])
        rate = [median([r.per_second for r in side]) for side in (a, b)]
        self.report(what, "cq-server", rate[0], name, rate[1], "requests/s")

    # --- what is measured ---

    def health(self) -> None:
        db = self.database("empty", 1, {})
        with Server("cq-server", OURS, db, CQ_IO_THREADS="1") as ours, Nginx() as nginx:

            def load(url: str) -> Callable[[], Result]:
                return lambda: wrk(url, "/api/v1/health", seconds=self.seconds, connections=64)

            self.throughput("GET /health, 1 I/O thread, 64 connections", load(ours.url), load(nginx.url), "nginx")

    def _against_reference(self, what: str, db: Path, load: Callable[[Server], Callable[[], Result]]) -> None:
        with (
            Server("cq-server", OURS, self.copy(db, "ours")) as ours,
            Server("reference", REFERENCE, self.copy(db, "reference")) as reference,
        ):
            self.throughput(what, load(ours), load(reference), "reference")

    def me(self) -> None:
        def load(server: Server) -> Callable[[], Result]:
            token = server.session()
            return lambda: wrk(server.url, "/api/v1/users/me", seconds=self.seconds, connections=32, token=token)

        self._against_reference("GET /users/me", self.database("empty", 1, {}), load)

    def propose(self) -> None:
        def load(server: Server) -> Callable[[], Result]:
            key = server.api_key()
            body = json.dumps(PROPOSAL)
            return lambda: wrk(
                server.url,
                "/api/v1/knowledge",
                seconds=self.seconds,
                connections=32,
                token=key,
                body=body,
            )

        self._against_reference("POST /knowledge", self.database("empty", 1, {}), load)

    def query(self) -> None:
        def load(server: Server) -> Callable[[], Result]:
            return lambda: wrk(
                server.url,
                "/api/v1/knowledge?domains=popular&limit=5",
                seconds=max(self.seconds, 5),
                connections=16,
            )

        db = self.database("ten-thousand", 10_000, {"popular": 2_000})
        self._against_reference("GET /knowledge, 2,000 of 10,000 match", db, load)

        contexts = [
            f"/api/v1/knowledge?domains=popular&domains=rare-{i}&languages={language}&limit=5"
            for i in range(40)
            for language in ("python", "go", "rust")
        ]

        def varied(server: Server) -> Callable[[], Result]:
            return lambda: wrk(server.url, "", seconds=max(self.seconds, 5), connections=16, paths=contexts)

        self._against_reference("GET /knowledge, two domains and a language, varied", db, varied)

    def stats(self) -> None:
        db = self.database("ten-thousand", 10_000, {"popular": 2_000})

        def load(path: str, *, session: bool) -> Callable[[Server], Callable[[], Result]]:
            def start(server: Server) -> Callable[[], Result]:
                token = server.session() if session else ""
                return lambda: wrk(server.url, path, seconds=max(self.seconds, 5), connections=16, token=token)

            return start

        self._against_reference(
            "GET /knowledge/stats, 10,000 units", db, load("/api/v1/knowledge/stats", session=False)
        )
        self._against_reference("GET /review/stats, 10,000 units", db, load("/api/v1/review/stats", session=True))

    def logins(self) -> None:
        db = self.database("empty", 1, {})
        for name, command in (("cq-server", OURS), ("reference", REFERENCE)):
            generous = {"CQ_LOGIN_ATTEMPTS_PER_USER": "1000000", "CQ_LOGIN_ATTEMPTS_PER_CLIENT": "1000000"}
            with Server(name, command, self.copy(db, f"logins-{name}"), **generous) as server:
                stop = threading.Event()
                done = [0]

                def saturate(url: str = server.url, stop: threading.Event = stop, done: list = done) -> None:
                    body = b'{"username":"bench","password":"bench-password"}'
                    while not stop.is_set():
                        request = urllib.request.Request(
                            url + "/api/v1/auth/login",
                            data=body,
                            headers={"Content-Type": "application/json"},
                        )
                        try:
                            urllib.request.urlopen(request, timeout=60).read()
                            done[0] += 1
                        except urllib.error.HTTPError as error:
                            if error.code not in (429, 503):
                                raise
                            stop.wait(0.05)

                def load(pause_ms: int, url: str = server.url) -> Result:
                    return wrk(url, "/api/v1/health", seconds=self.seconds, connections=8, pause_ms=pause_ms)

                def loads() -> dict[str, list[Result]]:
                    """As fast as the two cores go, and at a rate that leaves room on them."""
                    load(0)
                    return {
                        how: [load(pause_ms) for _ in range(self.rounds)]
                        for how, pause_ms in (("at full speed", 0), ("with pauses of 1 ms", 1))
                    }

                alone = loads()
                threads = [threading.Thread(target=saturate) for _ in range(8)]
                for thread in threads:
                    thread.start()
                busy = loads()
                stop.set()
                for thread in threads:
                    thread.join()
                print(f"{name}: {done[0]} logins while measuring", flush=True)
                for how in alone:
                    for quantity, unit in (("p99", "s"), ("per_second", "requests/s")):
                        values = [median([getattr(r, quantity) for r in side[how]]) for side in (busy, alone)]
                        what = f"GET /health {how}, {quantity} while logins saturate, {name}"
                        self.report(what, "with logins", values[0], "alone", values[1], unit)

    def million(self) -> None:
        counts = {"popular": 2_000}
        small = self.database("ten-thousand", 10_000, counts)
        large = self.database("million", 1_000_000, counts | {"huge": 300_000})
        with (
            Server("10,000 units", OURS, small) as a,
            Server("1,000,000 units", OURS, large) as b,
        ):
            for server in (a, b):  # the index is loaded behind the first answers
                server.request("GET", "/api/v1/knowledge?domains=popular")
            print(f"resident with 1,000,000 units: {b.resident_kib() / 1024:.0f} MiB", flush=True)
            queries = {
                "2,000 matches": ["/api/v1/knowledge?domains=popular&limit=5"],
                "2,000 matches, with a language": [
                    f"/api/v1/knowledge?domains=popular&languages={language}&limit=5"
                    for language in store.LANGUAGES[:5]
                ],
                "rare domains": [f"/api/v1/knowledge?domains=rare-{i}&limit=5" for i in range(0, 1000, 7)],
            }
            for what, paths in queries.items():

                def load(server: Server, paths: list[str] = paths) -> Callable[[], Result]:
                    return lambda: wrk(server.url, "", seconds=self.seconds, connections=4, paths=paths)

                large_side, small_side = self.in_turn([load(b), load(a)])
                values = [median([r.p99 for r in side]) for side in (large_side, small_side)]
                self.report(f"GET /knowledge p99, {what}", b.name, values[0], a.name, values[1], "s")
            huge = wrk(
                b.url,
                "",
                seconds=self.seconds,
                connections=4,
                paths=[
                    "/api/v1/knowledge?domains=huge&limit=5",
                    "/api/v1/knowledge?domains=huge&domains=popular&languages=go&limit=5",
                ],
            )
            print(f"300,000 matches of 1,000,000: p99 {huge.p99 * 1e3:.3g} ms, {huge.per_second:.0f}/s")

    def startup(self) -> None:
        db = self.database("empty", 1, {})
        sides: dict[str, tuple[list[float], list[float]]] = {}
        for _ in range(self.rounds):
            for name, command in (("cq-server", OURS), ("reference", REFERENCE)):
                with Server(name, command, self.copy(db, name)) as server:
                    times, memory = sides.setdefault(name, ([], []))
                    times.append(server.start_seconds)
                    memory.append(server.resident_kib())
        for index, (what, unit) in enumerate(
            (("start-up to the first answer", "s"), ("resident memory when idle", "KiB"))
        ):
            values = [median(sides[name][index]) for name in ("cq-server", "reference")]
            self.report(what, "cq-server", values[0], "reference", values[1], unit)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    everything = ["health", "me", "propose", "query", "stats", "logins", "million", "startup"]
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", nargs="*", default=everything, choices=everything)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    arguments = parser.parse_args()
    if not REFERENCE and set(arguments.only) - {"health", "million"}:
        print("CQ_REFERENCE must hold the command that starts the reference server", file=sys.stderr)
        return 2
    with TemporaryDirectory(prefix="cq-bench-") as folder:
        bench = Bench(Path(folder), arguments.rounds, arguments.seconds)
        for name in arguments.only:
            getattr(bench, name)()
        if arguments.json:
            arguments.json.write_text(json.dumps(bench.rows, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
