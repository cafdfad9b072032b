#!/usr/bin/env python3
"""Runs clang-tidy over src/, skipping files that passed before and have not changed since.

A file's result is valid for its own content, that of every project header it includes, and the
configuration. Usage: scripts/clang_tidy.py BUILD_FOLDER [FILE...]
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src"
TIDY = "clang-tidy-19"
INCLUDE = re.compile(rb'^#include "([^"]+)"', re.MULTILINE)


@cache
def included(path):
    """The project headers that a file includes, directly or not."""
    headers = set()
    for name in INCLUDE.findall(path.read_bytes()):
        header = SOURCES / name.decode()
        if header.exists():
            headers |= {header} | included(header)
    return frozenset(headers)


def fingerprint(path, command):
    digest = hashlib.sha256(command.encode() + (ROOT / ".clang-tidy").read_bytes())
    for part in [path, *sorted(included(path))]:
        digest.update(hashlib.sha256(part.read_bytes()).digest())
    return digest.hexdigest()


def tidy(build, path):
    """Empty when the file is clean, else what clang-tidy says."""
    result = subprocess.run([TIDY, "-p", build, "--quiet", path], capture_output=True, text=True)
    return "" if result.returncode == 0 else result.stdout + result.stderr


def main(build, *only):
    passed = build / "clang-tidy-passed"
    passed.mkdir(exist_ok=True)
    wanted = {Path(name).resolve() for name in only}
    todo = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = Path(entry["file"])
        if SOURCES not in path.parents or (wanted and path not in wanted):
            continue
        stamp = passed / fingerprint(path, entry["command"])
        if not stamp.exists():
            todo.append((path, stamp))

    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (path, stamp), complaint in zip(todo, pool.map(lambda job: tidy(build, job[0]), todo), strict=True):
            if complaint:
                failed += 1
                print(complaint)
            else:
                stamp.write_text(str(path.relative_to(ROOT)))
    print(f"clang-tidy: {len(todo)} files checked, {failed} with findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), *sys.argv[2:]))
