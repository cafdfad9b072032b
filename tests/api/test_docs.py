"""docs/configuration.md says what the binary says."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "configuration.md"
OIDC_GUIDE = ROOT / "docs" / "oidc.md"
THREAT_MODEL = ROOT / "docs" / "threat-model.md"
# Where the reasons for which a token is refused are spelled.
REASONS = {
    "src/jose/refusal.cpp": r'^\s+return "([a-z_]+)";$',
    "src/oidc/identity.cpp": r'Refuse\(\s*"([a-z_]+)"',
    "src/oidc/oidc_token_verifier.cpp": r'Unavailable\("([a-z_]+)"\)',
}
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


def test_every_reason_for_refusing_a_token_has_its_mend():
    cells = [line.split(" | ")[0] for line in OIDC_GUIDE.read_text().splitlines() if line.startswith("| `")]
    mended = {name for cell in cells for name in re.findall(r"`([a-z_]+)`", cell)}
    for path, pattern in REASONS.items():
        spelled = set(re.findall(pattern, (ROOT / path).read_text(), re.MULTILINE)) - {"unknown"}
        assert spelled, path
        assert spelled <= mended, path


def test_the_guide_to_oidc_names_every_variable_of_it(binary):
    guide = OIDC_GUIDE.read_text()
    assert [name for name in offered(binary) if name.startswith("CQ_OIDC_") and f"`{name}`" not in guide] == []


def test_the_threat_model_names_files_and_tests_that_exist():
    text = THREAT_MODEL.read_text()
    assert [path for path in re.findall(r"`(src/[^`]+)`", text) if not (ROOT / path).is_file()] == []
    unit = "".join(path.read_text() for path in ROOT.glob("tests/**/*_test.cpp"))
    black_box = "".join(path.read_text() for path in ROOT.glob("tests/**/test_*.py"))
    defined = {
        f"{suite}.{name}" for suite, name in re.findall(r"^TEST(?:_F|_P)?\((\w+),\s*(\w+)\)", unit, re.MULTILINE)
    }
    defined |= set(re.findall(r"^def (test_\w+)", black_box, re.MULTILINE))
    named = set(re.findall(r"`([A-Z]\w+Test\.\w+|test_\w+)`", text))
    assert len(named) > 40
    assert named - defined == set()
