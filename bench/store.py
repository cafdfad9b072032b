"""Databases to measure on: the reference's schema, filled with generated units."""

from __future__ import annotations

import json
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

SCHEMA = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO alembic_version VALUES ('0001');
CREATE TABLE knowledge_units (
  id TEXT NOT NULL PRIMARY KEY, data TEXT NOT NULL, status TEXT DEFAULT 'pending' NOT NULL,
  reviewed_by TEXT, reviewed_at TEXT, created_at TEXT, tier TEXT DEFAULT 'private' NOT NULL);
CREATE TABLE knowledge_unit_domains (
  unit_id TEXT NOT NULL REFERENCES knowledge_units (id) ON DELETE CASCADE, domain TEXT NOT NULL,
  PRIMARY KEY (unit_id, domain));
CREATE INDEX idx_domains_domain ON knowledge_unit_domains (domain);
CREATE TABLE users (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, username TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL, created_at TEXT NOT NULL);
CREATE TABLE api_keys (
  id TEXT NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL, labels TEXT DEFAULT '[]' NOT NULL, key_prefix TEXT NOT NULL,
  key_hash TEXT NOT NULL UNIQUE, ttl TEXT NOT NULL, expires_at TEXT NOT NULL,
  created_at TEXT NOT NULL, last_used_at TEXT, revoked_at TEXT);
CREATE INDEX idx_api_keys_user ON api_keys (user_id);
"""

LANGUAGES = ["python", "go", "rust", "java", "typescript", "c++"]
FRAMEWORKS = ["fastapi", "react", "spring", "django", "axum", ""]


def _document(rng: random.Random, unit_id: str, domains: list[str], when: datetime) -> str:
    stamp = when.isoformat().replace("+00:00", "Z")
    return json.dumps(
        {
            "id": unit_id,
            "version": 1,
            "domains": domains,
            "insight": {
                "summary": f"Generated unit {unit_id[-8:]} about {domains[0]}",
                "detail": "What happened, and why it matters here. " * 6,
                "action": "Do the thing that avoids it. " * 3,
            },
            "context": {
                "languages": [rng.choice(LANGUAGES)],
                "frameworks": [f for f in [rng.choice(FRAMEWORKS)] if f],
                "pattern": "",
            },
            "evidence": {
                "confidence": rng.choice([0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]),
                "confirmations": rng.randint(1, 9),
                "first_observed": stamp,
                "last_confirmed": stamp,
            },
            "tier": "private",
            "created_by": "bench",
            "flags": [],
        },
        separators=(",", ":"),
    )


def create(path: Path, units: int, matching: dict[str, int], password_hash: str) -> None:
    """Makes `path` with `units` approved units; `matching` says how many carry each named domain.

    The other units are spread over as many rare domains as give each about ten units.
    """
    rng = random.Random(units)
    named: list[str] = [name for name, count in matching.items() for _ in range(count)]
    now = datetime.now(UTC)
    with sqlite3.connect(path) as db:
        db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + SCHEMA)
        db.execute(
            "INSERT INTO users (username, password_hash, created_at) VALUES (?, ?, ?)",
            ("bench", password_hash, "2026-01-01 00:00:00"),
        )
        rare = max(units // 10, 1)
        for start in range(0, units, 20_000):
            rows, tags = [], []
            for i in range(start, min(start + 20_000, units)):
                unit_id = f"ku_{rng.getrandbits(128):032x}"
                when = now - timedelta(seconds=rng.randint(0, 40 * 86_400), microseconds=i)
                first = named[i] if i < len(named) else f"rare-{rng.randrange(rare)}"
                domains = list(dict.fromkeys([first, f"rare-{rng.randrange(rare)}"]))
                rows.append(
                    (
                        unit_id,
                        _document(rng, unit_id, domains, when),
                        "approved",
                        "bench",
                        when.isoformat(),
                        when.isoformat(),
                    )
                )
                tags.extend((unit_id, domain) for domain in domains)
            db.executemany(
                "INSERT INTO knowledge_units"
                " (id, data, status, reviewed_by, reviewed_at, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            db.executemany("INSERT INTO knowledge_unit_domains (unit_id, domain) VALUES (?, ?)", tags)
            db.commit()
    db.close()
