"""docs/configuration.md says what the binary says."""

import re
import subprocess
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "configuration.md"
ROW = re.compile(r"^\| `(CQ_[A-Z_]+)` \| (\S+) \| (\S+) \| (.+) \|$", re.MULTILINE)
OPTION = re.compile(r"^  --(?P<flag>[a-z-]+) (?P<kind>\S+)\s+(?P<text>.+?) \((?P<name>CQ_[A-Z_]+)\)$", re.MULTILINE)
FLAGLESS = {"CQ_JWT_SECRET", "CQ_API_KEY_PEPPER"}


def documented():
    return {
        name: (kind, "" if default == "unset" else default.strip("`"), meaning)
        for name, kind, default, meaning in ROW.findall(DOCUMENT.read_text())
    }


def offered(binary):
    text = subprocess.run([binary, "--help"], capture_output=True, text=True, check=True).stdout
    text = re.sub(r"(--\S+ \S+)\n\s+", r"\1 ", text)  # long flags have their text on the next line
    options = {}
    for match in OPTION.finditer(text):
        meaning, _, default = match["text"].partition(" Default ")
        options[match["name"]] = (match["kind"], default.removesuffix("."), meaning)
    return options


def test_every_variable_is_documented_as_the_help_has_it(binary):
    options = offered(binary)
    rows = documented()
    assert len(options) > 30
    assert {name: rows.get(name) for name in options} == options
    assert set(rows) == set(options) | FLAGLESS
