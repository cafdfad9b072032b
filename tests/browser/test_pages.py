"""Every page, light and dark, phone and desktop: nothing serious for axe, nothing wider than the screen.

With CQ_PICTURES=FOLDER each is also written there as a PNG; that is how docs/images is made.
"""

import os
from pathlib import Path

import pytest
from dashboard import DESKTOP, NARROWEST, PHONE
from playwright.sync_api import expect
from store import unit_id

PICTURES = os.environ.get("CQ_PICTURES")
PAGES = {
    "review": "/review",
    "dashboard": "/dashboard",
    "units": "/units",
    "unit": f"/units/{unit_id('flagged')}",
    "compare": f"/units/{unit_id('flagged')}/compare/{unit_id('original')}",
    "api-keys": "/settings/api-keys",
    "not-found": "/nowhere",
}
HOSTILE = ["script", "override", "long", "zalgo", "rtl"]


def show(open_dashboard, server, name, **options):
    if name == "sign-in":
        dashboard = open_dashboard(server, signed_in_as=None, **options).go("/login")
        dashboard.role("button", "Sign in").wait_for()
    else:
        dashboard = open_dashboard(server, **options).go(PAGES[name])
    return dashboard


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sign-in", *PAGES])
def test_accessible_and_within_the_screen(open_dashboard, shown_store, axe, name, scheme, size):
    viewport = DESKTOP if size == "desktop" else PHONE
    dashboard = show(open_dashboard, shown_store, name, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    if name == "dashboard":
        dashboard.page.locator(".trend-chart").wait_for()
    if name == "api-keys":
        dashboard.role("heading", "New key").wait_for()
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        dashboard.page.screenshot(path=f"{PICTURES}/{name}-{size}-{scheme}.png")
    assert dashboard.axe_findings(axe) == []
    assert dashboard.horizontal_overflow() <= 0


@pytest.mark.parametrize("name", ["sign-in", *PAGES])
def test_nothing_sideways_at_320_pixels(open_dashboard, shown_store, name):
    dashboard = show(open_dashboard, shown_store, name, viewport=NARROWEST)
    assert dashboard.horizontal_overflow() <= 0


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, NARROWEST])
def test_what_waits_can_be_reached_on_every_screen(open_dashboard, shown_store, axe, viewport):
    dashboard = open_dashboard(shown_store, viewport=viewport, preferences={"undoSeconds": 30}).go("/review")
    dashboard.page.keyboard.press("a")
    undo = dashboard.held.get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport(ratio=1)
    assert dashboard.axe_findings(axe) == []
    undo.click()
    expect(dashboard.held).to_have_count(0)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_units_stay_in_their_box(open_dashboard, shown_store, axe, name):
    dashboard = open_dashboard(shown_store, viewport=NARROWEST).go(f"/units/{unit_id(name)}")
    dashboard.page.locator("article.card").wait_for()
    assert dashboard.horizontal_overflow() <= 0
    assert dashboard.axe_findings(axe) == []


def test_a_chosen_theme_wins_and_is_kept(open_dashboard, shown_store):
    dashboard = open_dashboard(shown_store, color_scheme="light").go("/dashboard")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = dashboard.page.evaluate(ground)
    dashboard.role("button", "Theme: system. Change to light").click()
    dashboard.role("button", "Theme: light. Change to dark").click()
    dark = dashboard.page.evaluate(ground)
    assert dark != light
    dashboard.page.reload()
    dashboard.settled()
    assert dashboard.page.evaluate(ground) == dark
    dashboard.role("button", "Theme: dark. Change to system").click()
    assert dashboard.page.evaluate(ground) == light
