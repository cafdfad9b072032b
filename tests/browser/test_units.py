"""The list of units with its filters, the page of a unit, and two units side by side."""

import pytest
import store
from playwright.sync_api import expect
from store import unit_id


@pytest.fixture
def units(open_dashboard, shown_store):
    """units(path="/units", **options): the list, opened."""
    return lambda path="/units", **options: open_dashboard(shown_store, **options).go(path)


def rows(dashboard):
    return dashboard.page.locator(".unit-row")


def test_the_list_has_every_unit(units, shown_store):
    dashboard = units()
    expect(rows(dashboard).first).to_be_visible()
    for _ in range(6):
        dashboard.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        dashboard.settled()
    total = len(store.ordinary_units() + store.hostile_units() + store.flagged_units())
    expect(dashboard.role("status").filter(has_text="unit")).to_have_text(f"{total} units")


@pytest.mark.parametrize(
    ("label", "value", "parameter", "expected"),
    [
        ("Text", "MUTEXGUARD windows", "q=MUTEXGUARD+windows", ["A MutexGuard held over an await point"]),
        ("Domain", "Postgres", "domain=Postgres", ["Keep the pool below", "Connection pools must"]),
        ("Proposed by", store.UUID_AUTHOR, "author=3f2b8c1e", ["COPY of a whole folder", "Renaming a resource"]),
    ],
)
def test_filters_that_are_typed(units, label, value, parameter, expected):
    dashboard = units()
    dashboard.page.get_by_label(label, exact=True).fill(value)
    for text in expected:
        expect(rows(dashboard).filter(has_text=text).first).to_be_visible()
    expect(rows(dashboard).filter(has_text="Run ")).to_have_count(0)
    assert parameter in dashboard.page.url


@pytest.mark.parametrize(
    ("label", "choice", "shown", "hidden"),
    [
        ("Status", "Pending", "Pending", ["Approved", "Rejected"]),
        ("Status", "Rejected", "Rejected", ["Approved", "Pending"]),
        ("Confidence", "0.0 – 0.3", "0.28", ["0.50", "0.82", "0.95"]),
        ("Confidence", "0.8 – 1.0", "0.95", ["0.28", "0.50", "0.74"]),
    ],
)
def test_filters_that_are_chosen(units, label, choice, shown, hidden):
    dashboard = units()
    dashboard.role("combobox", label).select_option(choice)
    for text in hidden:
        expect(rows(dashboard).locator(".unit-row-facts").filter(has_text=text)).to_have_count(0)
    expect(rows(dashboard).locator(".unit-row-facts").filter(has_text=shown).first).to_be_visible()


def test_filters_are_in_the_address_and_can_be_cleared(units):
    dashboard = units("/units?q=pool&status=approved&domain=postgres")
    expect(rows(dashboard)).to_have_count(2)
    expect(dashboard.page.get_by_label("Text", exact=True)).to_have_value("pool")
    dashboard.role("button", "Clear filters").click()
    expect(dashboard.page.get_by_label("Text", exact=True)).to_have_value("")
    assert dashboard.page.url.endswith("/units")
    dashboard.page.get_by_label("Text", exact=True).fill("nobody wrote this word")
    expect(dashboard.page.get_by_text("No unit matches these filters.")).to_be_visible()


def test_people_are_readable(units):
    dashboard = units("/units?author=" + store.OPAQUE_AUTHOR.replace("|", "%7C"))
    expect(rows(dashboard).first).to_contain_text("auth0 64b7f0…2a10")
    expect(rows(dashboard).first.locator(".identity").first).to_have_attribute("title", store.OPAQUE_AUTHOR)
    dashboard.go("/units?author=" + store.UUID_AUTHOR)
    expect(rows(dashboard).first).to_contain_text("3f2b8c…5a6b")
    dashboard.go("/units?author=" + store.REVIEWER)
    expect(rows(dashboard).first).to_contain_text("alice (you)")


def test_who_proposed_and_who_decided(units):
    dashboard = units(f"/units/{unit_id('flagged')}")
    facts = dashboard.page.locator(".facts")
    expect(facts).to_contain_text(f"Proposed by{store.EMAIL_AUTHOR}")
    expect(facts).to_contain_text("Approved bybob")
    facts.get_by_role("link", name=store.EMAIL_AUTHOR).click()
    expect(dashboard.page.get_by_label("Proposed by", exact=True)).to_have_value(store.EMAIL_AUTHOR)


def test_flags_and_the_duplicate_side_by_side(units):
    dashboard = units(f"/units/{unit_id('flagged')}")
    flags = dashboard.role("region", "3 flags").get_by_role("listitem")
    expect(flags).to_have_count(3)
    expect(flags.nth(0)).to_contain_text("Duplicate")
    expect(flags.nth(0)).to_contain_text("Says the same as the older unit, with less detail.")
    expect(flags.nth(1)).to_contain_text("Version 17 counts differently.")
    expect(flags.nth(2)).to_contain_text("Incorrect")
    flags.nth(0).get_by_role("link", name="Compare side by side").click()
    left, right = dashboard.role("article").nth(0), dashboard.role("article").nth(1)
    expect(left.get_by_role("heading")).to_have_text("Keep the pool below max_connections")
    expect(right.get_by_role("heading")).to_have_text("Connection pools must be smaller than the database's limit")
    boxes = left.bounding_box(), right.bounding_box()
    assert boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]


def test_extensions_are_shown_as_text(units):
    dashboard = units(f"/units/{unit_id('flagged')}")
    dashboard.page.get_by_text("Extensions").click()
    expect(dashboard.page.locator(".extensions")).to_contain_text("<b>limits</b>")


def test_markup_is_text(units):
    dashboard = units(f"/units/{unit_id('script')}")
    expect(dashboard.role("heading", level=1)).to_have_text(store.SCRIPT_SUMMARY)
    expect(dashboard.page.locator(".unit-detail")).to_have_text("<b>bold?</b> &lt;i&gt; javascript:alert(1)")
    assert dashboard.page.locator("main img, main b, main script").count() == 0
    assert dashboard.page.title() == f"{store.SCRIPT_SUMMARY} · cq"


def test_hidden_characters_are_shown_by_name(units):
    dashboard = units(f"/units/{unit_id('override')}")
    heading = dashboard.role("heading", level=1)
    expect(heading.locator(".text-mark").nth(0)).to_contain_text("U+202E")
    expect(heading.locator(".text-mark").nth(0)).to_have_attribute("title", "right-to-left override")
    marks = dashboard.page.locator(".unit-detail .text-mark")
    expect(marks).to_have_count(4)
    shown = dashboard.page.locator("body").inner_text() + dashboard.page.title()
    assert not any(character in shown for character in "\u202e\u202c\u2066\u2069\u200b\u0007")


def test_a_pending_unit_is_decided_on_its_page(open_dashboard, queue_store):
    dashboard = open_dashboard(queue_store, preferences={"undoSeconds": 3}).go(f"/units/{unit_id('Second')}")
    dashboard.role("button", "Reject").click()
    expect(dashboard.page.get_by_text("Rejected by you; it is sent in a moment")).to_be_visible()
    expect(dashboard.page.locator(".facts")).to_contain_text("Rejected byalice (you)", timeout=30_000)
    dashboard.role("link", "cq, to the review queue").click()
    expect(dashboard.card_summary).to_have_text("First finding")
    assert dashboard.status_at_server("Second") == "rejected"


def test_an_unknown_unit(units):
    dashboard = units(f"/units/ku_{'0' * 32}", expects=("404",))
    expect(dashboard.role("heading", "Unit not found", level=1)).to_be_visible()


def test_an_unknown_page(units):
    dashboard = units("/nowhere")
    expect(dashboard.role("heading", "Page not found", level=1)).to_be_visible()
    dashboard.role("link", "To the review queue").click()
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()
