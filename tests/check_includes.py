#!/usr/bin/env python3
"""Fails when a file of src/ includes a module that its own may not (ARCHITECTURE.md, "Modules")."""

import re
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "src"
EVERYTHING = {path.name for path in SOURCES.iterdir() if path.is_dir()}
# Beside itself and core.
MAY_INCLUDE = {
    "core": set(),
    "json": set(),
    "config": set(),
    "crypto": set(),
    "http": set(),
    "jose": {"crypto", "json"},
    "oidc": {"auth", "jose", "crypto", "json"},
    "auth": {"crypto", "jose", "json"},
    "knowledge": {"json"},
    "review": {"knowledge", "json"},
    "storage": {"auth", "knowledge", "review", "json"},
    "api": {"http", "auth", "knowledge", "review", "json"},
    "web": {"http", "crypto"},
    "app": EVERYTHING,
}
# What only some modules may see of the libraries.
LIBRARY_HOMES = {
    "boost/": {"http"},
    "sqlite3.h": {"storage"},
    "openssl/": {"crypto", "jose", "http"},
    "curl/": {"oidc"},
    "nlohmann/": {"knowledge"},
    "spdlog/": {"app"},
    "prometheus/": {"app"},
    "CLI/": {"app"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]([^>"]+)[>"]')


def problem(module, included):
    """Why `module` may not include the file, or None."""
    for library, homes in LIBRARY_HOMES.items():
        if included.startswith(library) and module not in homes:
            return f"{library} belongs to {', '.join(sorted(homes))}"
    folder, slash, _ = included.partition("/")
    if not slash or folder not in EVERYTHING or folder in {module, "core"}:
        return None
    if module == "main":
        return None if folder in {"app", "config"} else "main includes app and config only"
    if folder in MAY_INCLUDE[module]:
        return None
    return f"{module} may not include {folder}"


def main():
    problems = []
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix not in {".h", ".cpp", ".in"}:
            continue
        relative = path.relative_to(SOURCES)
        module = relative.parts[0] if len(relative.parts) > 1 else "main"
        if module != "main" and module not in MAY_INCLUDE:
            problems.append(f"src/{relative}: {module} is no known module")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            match = INCLUDE.match(line)
            why = match and problem(module, match[1])
            if why:
                problems.append(f"src/{relative}:{number}: {match[1]}: {why}")
    print("\n".join(problems) if problems else "includes: as ARCHITECTURE.md says")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
