"""Debian's Chromium on the real server. A page that complains on its console or breaks its policy fails its test."""

import os
import shutil
from pathlib import Path

import pytest
import store
from dashboard import DESKTOP, Dashboard
from playwright.sync_api import sync_playwright
from server_process import ServerProcess

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

WATCH_POLICY = """
window.policyViolations = [];
addEventListener("securitypolicyviolation", (event) =>
  window.policyViolations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CQ_CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium; scripts/setup browser installs it"
    with sync_playwright() as playwright:
        # The sandbox refuses to run as root, as it does in containers.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def launch(binary, tmp_path_factory):
    """launch(units): a server with those units and two reviewers, stopped when the tests end."""
    servers = []

    def start(units):
        # CQ_WEB_DIR serves a dashboard under development in place of the one built in.
        web_dir = {"CQ_WEB_DIR": os.environ["CQ_WEB_DIR"]} if "CQ_WEB_DIR" in os.environ else {}
        server = ServerProcess(
            binary, tmp_path_factory.mktemp("browser"), env={"CQ_LOGIN_ATTEMPTS_PER_CLIENT": "0", **web_dir}
        )
        servers.append(server)
        server.wait_until_listening()
        store.add_reviewers(server)
        store.fill(server, units)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def shown_store(launch):
    """A store that tests only look at."""
    server = launch(store.ordinary_units() + store.hostile_units() + store.flagged_units())
    store.add_api_keys(server, store.session_token(server, store.REVIEWER))
    return server


@pytest.fixture
def queue_store(launch):
    """A fresh store of three pending units, for a test that decides on them: First, Second and Third."""
    names = ["First", "Second", "Third"]
    return launch([store.unit(name, f"{name} finding", age_hours=9 - number) for number, name in enumerate(names)])


@pytest.fixture
def open_dashboard(chromium):
    """open_dashboard(server, signed_in_as=None, **context_options): a page of its own browser context.

    `expects` names parts of console messages that are no fault: the browser reports each answer of 400 and above.
    """
    opened = []

    def open_page(server, signed_in_as=store.REVIEWER, expects=(), preferences=None, **options):
        context = chromium.new_context(base_url=server.url, viewport=options.pop("viewport", DESKTOP), **options)
        context.set_default_timeout(20_000)
        context.add_init_script(WATCH_POLICY)
        page = context.new_page()
        dashboard = Dashboard(page, server, expects)
        opened.append((context, dashboard))
        if preferences is not None:
            dashboard.set_preferences(preferences)
        if signed_in_as is not None:
            dashboard.restore_session(signed_in_as)
        return dashboard

    yield open_page
    complaints = [complaint for _, dashboard in opened for complaint in dashboard.complaints()]
    for context, _ in opened:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe():
    assert AXE.exists(), f"{AXE} is missing; scripts/web installs it"
    return AXE.read_text()
