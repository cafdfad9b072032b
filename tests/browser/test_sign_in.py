"""Signing in, by password and by access token, and what becomes of a session."""

import json

import pytest
import store
from dashboard import SIGN_IN_PROBE
from playwright.sync_api import expect
from wire_client import add_user

ISSUER = "https://login.example.com/realms/acme"


@pytest.fixture
def entrance(open_dashboard, shown_store):
    """entrance(path="/", **options): the dashboard, opened by someone who is not signed in."""

    def open_entrance(path="/", **options):
        dashboard = open_dashboard(shown_store, signed_in_as=None, **options).go(path)
        expect(dashboard.role("heading", "Sign in", level=1)).to_be_visible()
        return dashboard

    return open_entrance


def sign_in(dashboard, username=store.REVIEWER, password=store.PASSWORD):
    dashboard.page.get_by_label("Name").fill(username)
    dashboard.page.get_by_label("Password").fill(password)
    dashboard.role("button", "Sign in").click()


def with_identity_provider(dashboard):
    """Answers as a server that takes the provider's tokens. Its own tokens stand in for them."""
    body = json.dumps({"resource": "x", "authorization_servers": [ISSUER]})
    dashboard.page.route(f"**{SIGN_IN_PROBE}", lambda route: route.fulfill(content_type="application/json", body=body))
    dashboard.page.reload()
    return dashboard


def test_with_name_and_password(entrance):
    dashboard = entrance()
    sign_in(dashboard)
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()
    assert dashboard.page.url.endswith("/review")


def test_leads_to_the_page_that_was_asked_for(entrance):
    dashboard = entrance("/units?status=rejected")
    assert dashboard.page.url.endswith("/login")
    sign_in(dashboard)
    expect(dashboard.role("heading", "Units", level=1)).to_be_visible()
    assert dashboard.page.url.endswith("/units?status=rejected")


@pytest.mark.parametrize(("username", "password"), [(store.REVIEWER, "wrong"), ("nobody", "wrong")])
def test_a_wrong_password_is_told_plainly(entrance, username, password):
    dashboard = entrance(expects=("401",))
    sign_in(dashboard, username, password)
    expect(dashboard.role("alert").first).to_have_text("Name and password do not match.")
    sign_in(dashboard)
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()


def test_too_many_attempts_say_how_long_to_wait(entrance):
    dashboard = entrance(expects=("429",))
    dashboard.page.route(
        "**/auth/login",
        lambda route: route.fulfill(status=429, headers={"Retry-After": "42"}, body='{"detail":"Slow down"}'),
    )
    sign_in(dashboard)
    expect(dashboard.role("alert").first).to_have_text("Too many attempts. Try again in 42 seconds.")


def test_a_session_outlives_reloading_and_opens_in_other_tabs(entrance):
    dashboard = entrance()
    sign_in(dashboard)
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()
    dashboard.page.reload()
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()
    other = dashboard.page.context.new_page()
    other.goto("/dashboard")
    expect(other.get_by_role("heading", name="Dashboard", level=1)).to_be_visible()
    # Signing out ends it in both.
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in", level=1)).to_be_visible()
    expect(dashboard.role("heading", "Sign in", level=1)).to_be_visible()
    assert dashboard.page.evaluate("JSON.stringify([localStorage, sessionStorage])").count("cq-session") == 0


def test_the_token_is_in_no_address(entrance):
    dashboard = entrance()
    addresses = []
    dashboard.page.on("request", lambda request: addresses.append(request.url))
    sign_in(dashboard)
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()
    token = dashboard.page.evaluate("localStorage.getItem('cq-session')")
    assert token.count(".") == 2 and addresses
    assert not any(token in address or store.PASSWORD.split()[0] in address for address in addresses)


def test_a_session_that_ended_leads_back(open_dashboard, shown_store):
    dashboard = open_dashboard(shown_store, signed_in_as=None, expects=("401",))
    dashboard.store_item("cq-session", "not.good.anymore")
    dashboard.go("/units?q=pool")
    expect(dashboard.role("status")).to_have_text("Your session has ended. Sign in again to go on.")
    sign_in(dashboard)
    expect(dashboard.role("heading", "Units", level=1)).to_be_visible()
    assert dashboard.page.url.endswith("/units?q=pool")


def test_an_account_removed_while_it_reviews(open_dashboard, shown_store):
    add_user(shown_store.db_path, "leaver")
    changed = shown_store.run("user", "set-password", "leaver", "--password-stdin", text=store.PASSWORD + "\n")
    assert changed.returncode == 0, changed.stderr
    dashboard = open_dashboard(shown_store, signed_in_as="leaver", expects=("401",)).go("/dashboard")
    assert shown_store.run("user", "remove", "leaver").returncode == 0
    dashboard.role("link", "Units").click()
    expect(dashboard.role("status").first).to_have_text("Your session has ended. Sign in again to go on.")


def test_a_server_that_does_not_answer_ends_no_session(open_dashboard, shown_store):
    dashboard = open_dashboard(shown_store, expects=("net::ERR_FAILED",))
    dashboard.page.route("**/users/me", lambda route: route.abort())
    dashboard.page.goto("/dashboard")
    expect(dashboard.role("alert")).to_contain_text("The server cannot be reached")
    dashboard.page.unroute("**/users/me")
    dashboard.role("button", "Try again").click()
    expect(dashboard.role("heading", "Dashboard", level=1)).to_be_visible()


def test_no_access_tokens_without_an_identity_provider(entrance):
    dashboard = entrance()
    expect(dashboard.page.get_by_label("Password")).to_be_visible()
    expect(dashboard.page.get_by_label("Access token", exact=True)).to_have_count(0)


def test_with_an_access_token(entrance, shown_store, axe):
    dashboard = with_identity_provider(entrance())
    expect(dashboard.page.get_by_text("accepts access tokens of login.example.com")).to_be_visible()
    assert dashboard.axe_findings(axe) == []
    token = store.session_token(shown_store, store.REVIEWER)
    dashboard.page.get_by_label("Access token", exact=True).fill(f"Bearer {token}\n")
    dashboard.role("button", "Sign in with the token").click()
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()
    # The provider's token stays with its tab.
    assert dashboard.page.evaluate("localStorage.getItem('cq-session')") is None
    assert dashboard.page.evaluate("sessionStorage.getItem('cq-session')") == token
    dashboard.page.reload()
    expect(dashboard.role("heading", "Review", level=1)).to_be_visible()
    other = dashboard.page.context.new_page()
    other.goto("/review")
    expect(other.get_by_role("heading", name="Sign in", level=1)).to_be_visible()


@pytest.mark.parametrize(
    ("pasted", "problem"),
    [
        ("cqa.v1.0123.ABCD", "This is an API key of cq; it is meant for agents."),
        ("one.two", "This is not a signed token (a JWT: three parts with dots between them)."),
        ("aGVhZA.Ym9keQ.c2ln", "The server does not accept this token, or no longer."),
    ],
)
def test_a_token_that_is_refused(entrance, pasted, problem):
    dashboard = with_identity_provider(entrance(expects=("401",)))
    dashboard.page.get_by_label("Access token", exact=True).fill(pasted)
    dashboard.role("button", "Sign in with the token").click()
    expect(dashboard.role("alert").filter(has_text=problem)).to_be_visible()


def test_an_identity_that_the_server_cannot_use(entrance, shown_store):
    dashboard = with_identity_provider(entrance(expects=("403",)))
    dashboard.page.route(
        "**/users/me",
        lambda route: route.fulfill(status=403, body='{"detail":"The token has no verified e-mail address"}'),
    )
    dashboard.page.get_by_label("Access token", exact=True).fill(store.session_token(shown_store, store.REVIEWER))
    dashboard.role("button", "Sign in with the token").click()
    expect(dashboard.role("alert").filter(has_text="no verified e-mail")).to_be_visible()
