"""API keys: created with a lifetime and labels, shown once, revoked after asking."""

import pytest
import store
from playwright.sync_api import expect
from wire_client import Wire, unit_body


@pytest.fixture
def keys(open_dashboard, queue_store):
    return open_dashboard(queue_store, permissions=["clipboard-read", "clipboard-write"]).go("/settings/api-keys")


def create(dashboard, name, labels="", lifetime="30 days"):
    dashboard.page.get_by_label("Name", exact=True).fill(name)
    dashboard.role("radio", lifetime).check()
    dashboard.page.get_by_label("Labels, separated by commas").fill(labels)
    dashboard.role("button", "Create key").click()
    dialog = dashboard.role("dialog", "Your new API key")
    expect(dialog).to_be_visible()
    return dialog


def test_a_key_is_shown_once_and_works(keys, queue_store, axe):
    dialog = create(keys, "laptop", "mcp, personal, mcp")
    token = dialog.get_by_label("The key").input_value()
    assert token.startswith("cqa.v1.")
    dialog.get_by_role("button", name="Copy").click()
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert keys.page.evaluate("navigator.clipboard.readText()") == token
    assert keys.axe_findings(axe) == []

    # Neither Escape nor haste closes it.
    for _ in range(3):
        keys.page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Done")).to_be_disabled()
    dialog.get_by_label("I have stored it in a safe place").check()
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_have_count(0)
    card = keys.page.locator(".key", has_text="laptop")
    expect(card).to_contain_text("in 29 days")
    expect(card.get_by_role("list", name="Labels").get_by_role("listitem")).to_have_text(["mcp", "personal"])
    assert token not in keys.page.content()
    assert Wire(queue_store).post("/knowledge", token, unit_body("browser")).status == 201


def test_a_key_is_revoked_after_asking(keys, queue_store):
    dialog = create(keys, "to be revoked")
    token = dialog.get_by_label("The key").input_value()
    dialog.get_by_label("I have stored it in a safe place").check()
    dialog.get_by_role("button", name="Done").click()

    keys.role("button", "Revoke to be revoked").click()
    asking = keys.role("dialog", "Revoke this key?")
    asking.get_by_role("button", name="Keep it").click()
    expect(asking).to_have_count(0)
    assert Wire(queue_store).post("/knowledge", token, unit_body("browser")).status == 201

    keys.role("button", "Revoke to be revoked").click()
    asking.get_by_role("button", name="Revoke").click()
    expect(keys.page.locator(".key", has_text="to be revoked")).to_contain_text("Revoked")
    assert Wire(queue_store).post("/knowledge", token, unit_body("browser")).status == 401


@pytest.mark.parametrize(
    ("ttl", "problem"),
    [
        ("soon", "Write a number and s, m, h or d"),
        ("366d", "A key lasts for 365 days at most."),
        ("0h", "A key has to last for some time."),
    ],
)
def test_a_lifetime_that_the_server_would_refuse(keys, ttl, problem):
    keys.page.get_by_label("Name", exact=True).fill("short")
    keys.role("radio", "Other").check()
    lifetime = keys.page.get_by_label("Lifetime", exact=True)
    lifetime.fill(ttl)
    expect(keys.page.get_by_text(problem)).to_be_visible()
    keys.role("button", "Create key").click()
    expect(lifetime).to_be_focused()
    expect(keys.role("dialog")).to_have_count(0)


def test_a_lifetime_of_ones_own(keys):
    keys.page.get_by_label("Name", exact=True).fill("short")
    keys.role("radio", "Other").check()
    keys.page.get_by_label("Lifetime", exact=True).fill("90m")
    keys.role("button", "Create key").click()
    dialog = keys.role("dialog", "Your new API key")
    dialog.get_by_label("I have stored it in a safe place").check()
    dialog.get_by_role("button", name="Done").click()
    expect(keys.page.locator(".key")).to_contain_text("in 1 hour")
    expect(keys.page.locator(".key")).to_contain_text("Expires soon")


def test_the_list_is_filtered(keys, queue_store):
    store.add_api_keys(queue_store, keys.token)
    keys.page.reload()
    cards = keys.page.locator(".key")
    expect(cards).to_have_count(3)
    keys.role("radio", "Ended 1").check()
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("old-workstation")
    keys.role("radio", "All 3").check()
    keys.page.get_by_label("Search keys by name or label").fill("MCP")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("laptop-agent")


def test_the_most_keys_that_are_allowed(keys, queue_store):
    for number in range(20):
        body = {"name": f"key {number}", "ttl": "1d", "labels": []}
        assert Wire(queue_store).post("/users/me/api-keys", keys.token, body).status == 201
    keys.page.reload()
    expect(keys.page.get_by_text("You have 20 active keys, which is the most.")).to_be_visible()
    keys.page.get_by_label("Name", exact=True).fill("one more")
    expect(keys.role("button", "Create key")).to_be_disabled()
