"""The store that the browser tests look at: units in every state, ordinary and hostile."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from wire_client import Wire

REVIEWER, COLLEAGUE = "alice", "bob"
PASSWORD = "correct horse battery"

SCRIPT_SUMMARY = "<script>document.title='owned'</script><img src=x onerror=alert(1)>"
OVERRIDE_SUMMARY = "Run \u202egnp.exe\u202c before every build"
LONG_WORD = "x" * 480
# As identity providers name people.
EMAIL_AUTHOR = "maria.schmidt@engineering.example.com"
OPAQUE_AUTHOR = "auth0|64b7f0c2a91e4d5f8c3b2a10"
UUID_AUTHOR = "3f2b8c1e-9a4d-4e7b-8f60-1c2d3e4f5a6b"

TOPICS = [
    ("postgres", "A unique index does not stop duplicates while it is NOT VALID", 0.82, "SQL", ""),
    ("kubernetes", "Liveness probes that touch the database take every pod down together", 0.91, "", "health checks"),
    ("python", "asyncio.gather leaves the other tasks running when one of them fails", 0.74, "Python", "concurrency"),
    ("git", "A rebase drops merge commits unless it is told to keep them", 0.55, "", "history"),
    ("docker", "COPY of a whole folder makes the cache useless when the lock file changes", 0.66, "Dockerfile", ""),
    ("http", "A proxy may drop the body of a GET request", 0.28, "", "API design"),
    ("rust", "A MutexGuard held over an await point blocks other tasks of the thread", 0.88, "Rust", "concurrency"),
    ("react", "An effect without its dependencies reads the values of an earlier render", 0.47, "TypeScript", "state"),
    ("css", "A sticky element needs a scrolling ancestor that is taller than it", 0.38, "CSS", "layout"),
    ("terraform", "Renaming a resource destroys it unless a moved block says where it went", 0.79, "HCL", "migrations"),
    ("security", "Comparing tokens byte by byte tells how many bytes are right", 0.95, "", "secrets"),
    ("testing", "A retry in a test hides the race that it was written to find", 0.61, "", "flaky tests"),
]
DETAIL = (
    "Seen in three services. The symptom comes minutes after the cause, so the logs of the failing request show "
    "nothing. It goes away on restart, which is why it stayed unexplained for so long.\n\n"
    '    $ curl -sS localhost:8080/healthz\n    {"status":"degraded"}\n\n'
    "Measured on two clusters with the same result."
)


def unit_id(name):
    """The id of the unit of that name, the same in every run."""
    return "ku_" + hashlib.sha256(name.encode()).hexdigest()[:32]


def time_text(ago):
    return (datetime.now(UTC) - ago).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def unit(name, summary, *, status="pending", age_hours=1, domains=("testing",), decided_by=None, **more):
    created = time_text(timedelta(hours=age_hours))
    return {
        "knowledge_unit": {
            "id": unit_id(name),
            "version": 1,
            "domains": list(domains),
            "insight": {
                "summary": summary,
                "detail": more.get("detail", DETAIL),
                "action": more.get("action", "Check for it in review, and add a test that fails without the fix."),
            },
            "context": {
                "languages": more.get("languages", []),
                "frameworks": more.get("frameworks", []),
                "pattern": more.get("pattern", ""),
            },
            "evidence": {
                "confidence": more.get("confidence", 0.5),
                "confirmations": more.get("confirmations", 1),
                "first_observed": created,
                "last_confirmed": created,
            },
            "tier": "private",
            "created_by": more.get("author", COLLEAGUE),
            "superseded_by": None,
            "extensions": more.get("extensions"),
            "flags": more.get("flags", []),
        },
        "status": status,
        "created_at": created,
        **(
            {"reviewed_by": decided_by or COLLEAGUE, "reviewed_at": time_text(timedelta(hours=age_hours * 0.85))}
            if status != "pending"
            else {}
        ),
    }


def ordinary_units():
    """What a team's store looks like: pending, approved and rejected over a month."""
    authors = [COLLEAGUE, EMAIL_AUTHOR, REVIEWER, OPAQUE_AUTHOR, UUID_AUTHOR]
    units = []
    for number, (domain, summary, confidence, language, pattern) in enumerate(TOPICS):
        common = {
            "domains": [domain, "operations"] if number % 3 == 0 else [domain],
            "confidence": confidence,
            "confirmations": 1 + number % 5,
            "languages": [language] if language else [],
            "pattern": pattern,
            "author": authors[number % len(authors)],
        }
        units.append(unit(f"pending {number}", summary, age_hours=250 - number * 21, **common))
        for copy in range(3):
            state = "rejected" if (number + copy) % 4 == 0 else "approved"
            units.append(
                unit(
                    f"decided {number} {copy}",
                    summary + (" in release builds", " on Windows", " behind a proxy")[copy],
                    status=state,
                    age_hours=12 + (number * 53 + copy * 211) % 690,
                    decided_by=authors[(number + copy) % len(authors)],
                    **common,
                )
            )
    return units


def hostile_units():
    """What strangers may send."""
    return [
        unit("script", SCRIPT_SUMMARY, detail="<b>bold?</b> &lt;i&gt; javascript:alert(1)", age_hours=100),
        unit("override", OVERRIDE_SUMMARY, detail="left \u2066isolated\u2069 zero\u200bwidth\u0007bell", age_hours=99),
        unit(
            "long",
            LONG_WORD,
            detail="wide " * 1500,
            action="y" * 2000,
            domains=["z" * 64, *(f"domain-{n}" for n in range(15))],
            author="w" * 256,
            age_hours=98,
        ),
        unit(
            "zalgo",
            "Pile" + "\u0301" * 200 + " of accents",
            detail="\U0001f468\u200d\U0001f469\u200d\U0001f467 ok",
            age_hours=97,
        ),
        unit(
            "rtl",
            "تأكد من إغلاق الاتصال بعد كل طلب",
            detail="هذا نص عربي مع code وأرقام 123.\nSecond line in English.",
            age_hours=96,
        ),
    ]


def flagged_units():
    """An approved unit with every kind of flag, and the unit that it repeats."""
    original = unit(
        "original",
        "Connection pools must be smaller than the database's limit",
        status="approved",
        domains=["postgres", "operations"],
        confidence=0.9,
        age_hours=400,
    )
    now = time_text(timedelta(hours=3))
    flagged = unit(
        "flagged",
        "Keep the pool below max_connections",
        status="approved",
        domains=["postgres"],
        confidence=0.35,
        age_hours=300,
        author=EMAIL_AUTHOR,
        extensions={"acme:ticket": {"id": 4711, "labels": ["pool", "<b>limits</b>"]}},
        flags=[
            {
                "reason": "duplicate",
                "timestamp": now,
                "detail": "Says the same as the older unit, with less detail.",
                "duplicate_of": unit_id("original"),
            },
            {"reason": "stale", "timestamp": now, "detail": "Version 17 counts differently.\nSee the notes."},
            {"reason": "incorrect", "timestamp": now, "detail": None, "duplicate_of": None},
        ],
    )
    return [original, flagged]


def many_pending(count):
    return [
        unit(
            f"many {number}",
            f"Finding number {number:05}",
            age_hours=2000 - number / 60,
            detail="Short.",
            action="Do it.",
        )
        for number in range(count)
    ]


def fill(server, units):
    """Imports the units into a server's store."""
    result = server.run("import", "-", text=json.dumps(units))
    assert result.returncode == 0, result.stderr


def add_reviewers(server):
    for name in (REVIEWER, COLLEAGUE):
        result = server.run("user", "add", name, "--password-stdin", text=PASSWORD + "\n")
        assert result.returncode == 0, result.stderr


def add_api_keys(server, token):
    """Keys of a reviewer: one in use, one about to end, one revoked."""
    wire = Wire(server)
    for name, ttl, labels in [
        ("laptop-agent", "90d", ["laptop", "mcp"]),
        ("nightly-build", "3d", ["ci"]),
        ("old-workstation", "365d", []),
    ]:
        answer = wire.post("/users/me/api-keys", token, {"name": name, "ttl": ttl, "labels": labels})
        assert answer.status == 201, answer.text
    answer = wire.post(f"/users/me/api-keys/{answer.json()['id']}/revoke", token)
    assert answer.status == 200, answer.text


def session_token(server, username):
    answer = Wire(server).post("/auth/login", json_body={"username": username, "password": PASSWORD})
    assert answer.status == 200, answer.text
    return answer.json()["token"]
