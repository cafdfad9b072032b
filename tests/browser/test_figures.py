"""The dashboard's figures and where they lead, and what loading the pages costs."""

import store
from playwright.sync_api import expect
from wire_client import Wire

FIRST_LOAD_BYTES = 200 * 1024
LOADED_SIZES = """
Object.fromEntries(
  [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map((entry) => [entry.name, entry.encodedBodySize]))
"""
# Label, text, outline and tag of what has the focus. The input of a choice is covered by its label.
FOCUSED = """
(() => {
  const element = document.activeElement;
  const seen = element.matches(".choice input") ? element.nextElementSibling : element;
  const text = element.textContent.trim();
  const { outlineStyle, outlineWidth } = getComputedStyle(seen);
  const label = element.getAttribute("aria-label") ?? element.name ?? text;
  return [label, text, outlineStyle + outlineWidth, element.tagName];
})()
"""


def test_the_figures_are_the_servers(open_dashboard, shown_store):
    dashboard = open_dashboard(shown_store).go("/dashboard")
    stats = Wire(shown_store).get("/review/stats", dashboard.token).json()
    for status, label in (("pending", "Pending"), ("approved", "Approved"), ("rejected", "Rejected")):
        expect(dashboard.page.locator(f".tile-{status}")).to_have_text(f"{stats['counts'][status]}{label}")
    domain, count = max(stats["domains"].items(), key=lambda item: item[1])
    expect(dashboard.page.locator(".bar").first).to_have_text(f"{domain}{count}")
    for range_, count in stats["confidence_distribution"].items():
        column = dashboard.page.locator(".column", has_text=range_.replace("-", "–"))
        expect(column.locator(".column-count")).to_contain_text(str(count))
    expect(dashboard.page.locator(".activity-row")).to_have_count(len(stats["recent_activity"]))


def test_figures_lead_to_their_units(open_dashboard, shown_store):
    dashboard = open_dashboard(shown_store)
    for selector, filters in [
        (".tile-rejected", {"Status": "rejected"}),
        (".tile-approved", {"Status": "approved"}),
        (".bar >> nth=0", {"Status": "approved", "Domain": "operations"}),
        (".column >> nth=3", {"Status": "approved", "Confidence": "0.8-1.0"}),
    ]:
        dashboard.go("/dashboard")
        dashboard.page.locator(selector).click()
        for label, value in filters.items():
            role = "searchbox" if label == "Domain" else "combobox"
            expect(dashboard.role(role, label)).to_have_value(value)
        expect(dashboard.page.locator(".unit-row").first).to_be_visible()
    dashboard.go("/dashboard")
    dashboard.page.locator(".tile-pending").click()
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()


def test_activity_leads_to_the_unit(open_dashboard, shown_store):
    dashboard = open_dashboard(shown_store).go("/dashboard")
    row = dashboard.page.locator(".activity-row").first
    summary = row.locator(".activity-summary").inner_text()
    row.click()
    expect(dashboard.role("heading", level=1)).to_have_text(summary)


def test_the_trend_is_also_a_table(open_dashboard, shown_store):
    dashboard = open_dashboard(shown_store).go("/dashboard")
    dashboard.page.get_by_text("As a table").click()
    rows = dashboard.role("region", "Figures by day").get_by_role("row")
    expect(rows).to_have_count(31)
    proposed = [int(row.get_by_role("cell").nth(0).inner_text()) for row in rows.all()[1:]]
    days = Wire(shown_store).get("/review/stats", dashboard.token).json()["trends"]["daily"]
    assert sum(proposed) == sum(day["proposed"] for day in days[-30:]) > 0


def test_the_chart_is_loaded_on_demand(open_dashboard, queue_store):
    dashboard = open_dashboard(queue_store)
    loaded = []
    dashboard.page.on("request", lambda request: loaded.append(request.url))
    dashboard.go("/review")
    expect(dashboard.card).to_be_visible()
    assert not any("TrendChart" in url for url in loaded)
    dashboard.role("link", "Dashboard").click()
    expect(dashboard.page.locator(".trend-chart")).to_be_visible()
    assert any("TrendChart" in url for url in loaded)


def test_the_first_load_is_small(open_dashboard, queue_store):
    dashboard = open_dashboard(queue_store).go("/review")
    expect(dashboard.card).to_be_visible()
    sizes = dashboard.page.evaluate(LOADED_SIZES)
    assert len(sizes) >= 4
    assert sum(sizes.values()) < FIRST_LOAD_BYTES, sizes


def test_by_keyboard_alone(open_dashboard, queue_store):
    dashboard = open_dashboard(queue_store, signed_in_as=None, preferences={"undoSeconds": 30}).go("/login")
    keyboard = dashboard.page.keyboard

    def tab_to(name, limit=40):
        for _ in range(limit):
            keyboard.press("Tab")
            label, text, outline, tag = dashboard.page.evaluate(FOCUSED)
            assert tag == "BODY" or not outline.startswith("none"), f"no visible focus on {label!r}"
            if name in (label, text):
                return
        raise AssertionError(f"{name!r} cannot be reached")

    tab_to("username")
    keyboard.type(store.REVIEWER)
    tab_to("password")
    keyboard.type(store.PASSWORD)
    keyboard.press("Enter")
    expect(dashboard.card_summary).to_have_text("First finding")
    keyboard.press("ArrowRight")
    keyboard.press("Enter")
    expect(dashboard.held).to_contain_text("Approved First finding")
    tab_to("Undo")
    keyboard.press("Enter")
    expect(dashboard.card_summary).to_have_text("First finding")
    tab_to("Skip to the content")
    keyboard.press("Enter")
    tab_to("API keys")
    keyboard.press("Enter")
    expect(dashboard.role("heading", "API keys", level=1)).to_be_focused()
    tab_to("lifetime")
    keyboard.press("ArrowRight")
    expect(dashboard.page.get_by_label("1 year")).to_be_checked()


def test_a_held_key_presses_a_button_once(open_dashboard, queue_store):
    dashboard = open_dashboard(queue_store).go("/units")
    dashboard.role("button", "Theme: system. Change to light").focus()
    for _ in range(12):
        dashboard.page.keyboard.down("Enter")
    dashboard.page.keyboard.up("Enter")
    expect(dashboard.role("button", "Theme: light. Change to dark")).to_be_visible()
