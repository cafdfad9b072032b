#!/usr/bin/env python3
"""Measures access tokens: their verification beside OpenSSL and other libraries, and over HTTP.

Usage: bench/oidc_bench.py [--rounds N] [--seconds S] [--only NAME ...] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

try:
    import access_tokens
except ImportError as error:
    print(f"oidc_bench: left out, {error.name} is missing (bench/requirements.txt)")
    raise SystemExit(0) from None

import rivals
from access_tokens import ALGORITHMS, AUDIENCE, SigningKeys
from issuer import Issuer
from load import Result, median, wrk
from servers import Server

from bench import OURS, PROPOSAL, Bench

JOSE_BENCH = Path(OURS).parent / "jose_bench"
TOKEN_VERIFY_RATE = Path(OURS).parent / "token_verify_rate"
SERVER_CPU, LOAD_CPU = 1, 0
ME = "/api/v1/users/me"
# Ten thousand verdicts are remembered, so a walk through more of them meets only new ones.
NEW_TOKENS = 60_000
FLOOD_TOKENS, FLOOD_SECONDS, FLOOD_CONNECTIONS = 10_000, 10, 20


class OidcBench:
    def __init__(self, folder: Path, rounds: int, seconds: float) -> None:
        self.folder = folder
        self.rounds = rounds
        self.seconds = seconds
        self.bench = Bench(folder, rounds, seconds)
        self.keys = SigningKeys()

    def file(self, name: str, tokens: Iterable[str]) -> Path:
        path = self.folder / name
        with path.open("w") as file:
            file.writelines(f"{token}\n" for token in tokens)
        return path

    def server(self, name: str, issuer: Issuer, command: str = OURS, **env: str) -> Server:
        db = self.bench.copy(self.bench.database("empty", 1, {}), name)
        return Server(name, command, db, CQ_OIDC_ISSUER=issuer.url, CQ_OIDC_AUDIENCE=AUDIENCE, **env)

    def known_token(self, server: Server, issuer: Issuer) -> str:
        """A token that the server has seen."""
        token = next(self.keys.tokens("RS256", issuer.url, 1))
        server.request("GET", ME, token=token)
        return token

    def jose_bench(self, pattern: str) -> dict[str, float]:
        """Runs a second of CPU time, by name of the benchmark."""
        command = ["taskset", "-c", str(SERVER_CPU), str(JOSE_BENCH), f"--benchmark_filter={pattern}"]
        output = subprocess.run(
            [*command, "--benchmark_format=json", "--benchmark_min_time=0.5"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        ).stdout
        return {run["name"]: 1e9 / run["cpu_time"] for run in json.loads(output)["benchmarks"]}

    # --- what is measured ---

    def openssl(self) -> None:
        runs = [self.jose_bench("^(Token|Raw)") for _ in range(self.rounds)]
        for algorithm in ALGORITHMS:
            token, prepared, fresh = (
                median([run[f"{name}/{algorithm}"] for run in runs]) for name in ("Token", "RawPrepared", "RawFresh")
            )
            what = f"{algorithm}, verified on one core"
            self.bench.report(what, "whole token", token, "raw OpenSSL, prepared", prepared, "1/s")
            self.bench.report(what, "whole token", token, "raw OpenSSL, fresh context", fresh, "1/s")

    def libraries(self) -> None:
        issuer = "https://idp.example/realms/cq"
        task = self.folder / "task.json"
        task.write_text(
            json.dumps(
                {
                    "issuer": issuer,
                    "audience": AUDIENCE,
                    "seconds": 1.0,
                    "jwks": self.keys.jwks(),
                    "tokens": {name: list(self.keys.tokens(name, issuer, 500)) for name in ALGORITHMS},
                    "unacceptable": {name: list(self.keys.unacceptable(name, issuer)) for name in ALGORITHMS},
                }
            )
        )
        others = rivals.prepare()
        programs = [rivals.Program("cq-server", [str(TOKEN_VERIFY_RATE)]), *others]
        rounds = [{program.name: program.rates(task, SERVER_CPU) for program in programs} for _ in range(self.rounds)]
        for algorithm in ALGORITHMS:
            rates = {program.name: median([run[program.name][algorithm] for run in rounds]) for program in programs}
            for other in others:
                ours = rates["cq-server"]
                what = f"{algorithm}, the same tokens on one core"
                self.bench.report(what, "cq-server", ours, other.name, rates[other.name], "1/s")

    def seen_before(self) -> None:
        with Issuer(self.keys.jwks()) as issuer, self.server("cq-server", issuer) as server:
            known, session = self.known_token(server, issuer), server.session()

            def load(token: str) -> Callable[[], Result]:
                return lambda: wrk(server.url, ME, seconds=self.seconds, connections=32, token=token)

            tokens, sessions = self.bench.in_turn([load(known), load(session)])
            rates = [median([r.per_second for r in side]) for side in (tokens, sessions)]
            self.bench.report("GET /users/me", "token seen before", rates[0], "session", rates[1], "requests/s")

    def always_new(self) -> None:
        pinned = f"taskset -c {SERVER_CPU} {OURS}"
        with Issuer(self.keys.jwks()) as issuer:
            tokens = self.file("new", self.keys.tokens("RS256", issuer.url, NEW_TOKENS))
            with self.server("cq-server", issuer, pinned, CQ_IO_THREADS="1") as server:

                def load() -> Result:
                    return wrk(server.url, ME, seconds=self.seconds, connections=32, tokens=tokens, cpu=LOAD_CPU)

                load()
                http, raw = [], []
                for _ in range(self.rounds):
                    http.append(load())
                    raw.append(self.jose_bench("^Raw.*/RS256$"))
                remembered = server.metric('cq_oidc_verifications_total{result="remembered"}')
                failures = sum(result.failures for result in http)
                if remembered or failures:
                    raise RuntimeError(f"{remembered:g} tokens were not new, {failures} requests failed")
                rate = median([result.per_second for result in http])
                what = "GET /users/me on one core, RS256, every token new"
                for name, how in (("RawPrepared", "prepared"), ("RawFresh", "fresh context")):
                    openssl = median([run[f"{name}/RS256"] for run in raw])
                    self.bench.report(what, "requests", rate, f"raw OpenSSL, {how}", openssl, "1/s")

    def forged(self) -> None:
        with Issuer(self.keys.jwks()) as issuer, self.server("cq-server", issuer) as server:
            files = [
                self.file(f"forged-{n}", access_tokens.forged(issuer.url, FLOOD_TOKENS)) for n in range(self.rounds + 1)
            ]
            self.known_token(server, issuer)

            def health() -> Result:
                return wrk(server.url, "/api/v1/health", seconds=FLOOD_SECONDS, connections=8)

            sent: list[Result] = []

            def flood(tokens: Path) -> None:
                pause = round(1000 * FLOOD_SECONDS * FLOOD_CONNECTIONS / FLOOD_TOKENS)
                sent.append(
                    wrk(
                        server.url,
                        ME,
                        seconds=FLOOD_SECONDS,
                        connections=FLOOD_CONNECTIONS,
                        tokens=tokens,
                        pause_ms=pause,
                    )
                )

            def health_beside(tokens: Path) -> Result:
                attacker = threading.Thread(target=flood, args=[tokens])
                attacker.start()
                result = health()
                attacker.join()
                return result

            health_beside(files[-1])  # warm-up; its one key fetch too
            alone, beside = [], []
            fetches = []
            before = server.resident_kib()
            sent.clear()
            for number in range(self.rounds):
                alone.append(health())
                fetched = issuer.key_fetches
                beside.append(health_beside(files[number]))
                fetches.append(issuer.key_fetches - fetched)
            after = server.resident_kib()
            accepted = sum(result.requests - result.failures for result in sent)
            if accepted:
                raise RuntimeError(f"{accepted} forged tokens were not refused")
            what = f"GET /health p99 while {median([r.requests for r in sent]):.0f} forged tokens come in 10 s"
            p99 = [median([result.p99 for result in side]) for side in (beside, alone)]
            self.bench.report(what, "with them", p99[0], "alone", p99[1], "s")
            self.bench.report("resident memory", "after the forged tokens", after, "before", before, "KiB")
            print(f"key fetches in each 10 s: {fetches}", flush=True)

    def hanging_provider(self) -> None:
        with ExitStack() as stack:
            # The shortest lifetime of keys, so that the server asks again soon.
            well, hanging = (stack.enter_context(Issuer(self.keys.jwks(), max_age=60)) for _ in range(2))
            sides = []
            for name, issuer in (("hanging", hanging), ("well", well)):
                server = stack.enter_context(self.server(name, issuer))
                new = self.file(f"new-{name}", self.keys.tokens("RS256", issuer.url, NEW_TOKENS // 2))
                sides.append(self._loads(server, self.known_token(server, issuer), new))
            hanging.hang()
            print("waiting until the server asks the hanging provider", flush=True)
            while not hanging.unanswered:
                time.sleep(0.1)
            for what in sides[0]:
                results = self.bench.in_turn([side[what] for side in sides])
                rates = [median([r.per_second for r in side]) for side in results]
                self.bench.report(what, "provider hangs", rates[0], "provider is well", rates[1], "requests/s")
            print(f"requests the provider left unanswered: {hanging.unanswered}", flush=True)

    def _loads(self, server: Server, known: str, new: Path) -> dict[str, Callable[[], Result]]:
        session, api_key, body = server.session(), server.api_key(), json.dumps(PROPOSAL)

        def load(path: str, **what: object) -> Callable[[], Result]:
            return lambda: wrk(server.url, path, seconds=self.seconds, connections=16, **what)

        return {
            "GET /health": load("/api/v1/health"),
            "GET /users/me with a session": load(ME, token=session),
            "GET /users/me with a token seen before": load(ME, token=known),
            "GET /users/me, every token new": load(ME, tokens=new),
            "POST /knowledge with an API key": load("/api/v1/knowledge", token=api_key, body=body),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    everything = ["openssl", "libraries", "seen_before", "always_new", "forged", "hanging_provider"]
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--only", nargs="*", default=everything, choices=everything)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    arguments = parser.parse_args()
    if not {SERVER_CPU, LOAD_CPU} <= os.sched_getaffinity(0):
        print("two cores are needed", file=sys.stderr)
        return 2
    with TemporaryDirectory(prefix="cq-bench-") as folder:
        bench = OidcBench(Path(folder), arguments.rounds, arguments.seconds)
        for name in arguments.only:
            getattr(bench, name)()
        if arguments.json:
            arguments.json.write_text(json.dumps(bench.bench.rows, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
