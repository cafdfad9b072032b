"""Builds the programs of token_rivals/ and asks each how many tokens it verifies in a second."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "bench/token_rivals"
BUILT = ROOT / "build/token_rivals"


@dataclass
class Program:
    name: str
    command: list[str]

    def rates(self, task: Path, cpu: int) -> dict[str, float]:
        """Verifications a second of CPU time by algorithm, on one core."""
        command = ["taskset", "-c", str(cpu), *self.command, str(task)]
        output = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        lines = [json.loads(line) for line in output.splitlines()]
        return {line["algorithm"]: line["per_second"] for line in lines}


def _build(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _python() -> list[str]:
    return [sys.executable, str(SOURCES / "python/verify_rate.py")]


def _go() -> list[str]:
    binary = BUILT / "go/verify_rate"
    _build(["go", "build", "-o", str(binary), "."], SOURCES / "go")
    return [str(binary)]


def _node() -> list[str]:
    # Beside the sources npm would leave its packages there.
    folder = BUILT / "node"
    shutil.copytree(SOURCES / "node", folder, dirs_exist_ok=True)
    _build(["npm", "ci", "--no-audit", "--no-fund"], folder)
    return ["node", str(folder / "verify_rate.js")]


def _rust() -> list[str]:
    _build(["cargo", "build", "--release", "--locked", "--target-dir", str(BUILT / "rust")], SOURCES / "rust")
    return [str(BUILT / "rust/release/token_rival")]


_RIVALS: list[tuple[str, str, Callable[[], list[str]]]] = [
    ("PyJWT", sys.executable, _python),
    ("golang-jwt", "go", _go),
    ("jose (node)", "npm", _node),
    ("jsonwebtoken (Rust)", "cargo", _rust),
]


def prepare() -> list[Program]:
    """Those whose tool is here and whose packages can be had; says which are left out, and why."""
    programs = []
    for name, tool, build in _RIVALS:
        if shutil.which(tool) is None:
            print(f"{name}: left out, {tool} is not installed", flush=True)
            continue
        try:
            programs.append(Program(name, build()))
        except subprocess.CalledProcessError as error:
            reason = (error.stderr or b"").decode(errors="replace").strip().splitlines()[-1:]
            print(f"{name}: left out, it does not build: {' '.join(reason)}", flush=True)
    return programs
