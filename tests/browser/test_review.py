"""The review queue: one press is one decision, decisions wait before they are sent, and other reviewers exist."""

import pytest
import store
from dashboard import PHONE
from playwright.sync_api import expect
from wire_client import Wire

LONG_UNDO = {"undoSeconds": 30}
SHORT_UNDO = {"undoSeconds": 3}
SENDING_TAKES = 30_000  # milliseconds; the window for undoing plus a slow machine


def at_queue(open_dashboard, server, preferences=LONG_UNDO, **options):
    dashboard = open_dashboard(server, preferences=preferences, **options).go("/review")
    expect(dashboard.card_summary).to_have_text("First finding")
    return dashboard


def decided(entry, verdict):
    return entry.get("route") == f"/api/v1/review/{{unit_id}}/{verdict}"


def look_again(dashboard):
    """What coming back to the tab does."""
    dashboard.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


# --- one press, one unit


@pytest.mark.parametrize("key", ["a", "r"])
def test_a_held_key_decides_on_one_unit(open_dashboard, queue_store, key):
    dashboard = at_queue(open_dashboard, queue_store)
    for _ in range(12):
        dashboard.page.keyboard.down(key)  # from the second on, the browser marks them as repeated
    expect(dashboard.card_summary).to_have_text("Second finding")
    dashboard.page.keyboard.up(key)
    expect(dashboard.held).to_have_count(1)
    dashboard.page.keyboard.press(key)
    expect(dashboard.card_summary).to_have_text("Third finding")
    expect(dashboard.held).to_have_count(2)


def test_a_held_key_that_is_not_marked_as_repeated(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    for _ in range(6):
        dashboard.page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'a', code: 'KeyA'}))")
        dashboard.page.evaluate("new Promise(requestAnimationFrame)")
    expect(dashboard.card_summary).to_have_text("Second finding")
    expect(dashboard.held).to_have_count(1)


@pytest.mark.parametrize(("arrow", "done"), [("ArrowRight", "Approved"), ("ArrowLeft", "Rejected")])
@pytest.mark.parametrize("key", ["Enter", " "])
def test_arrows_choose_and_a_held_key_presses_once(open_dashboard, queue_store, arrow, done, key):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.page.keyboard.press(arrow)
    for _ in range(12):
        dashboard.page.keyboard.down(key)
    dashboard.page.keyboard.up(key)
    expect(dashboard.held).to_have_count(1)
    expect(dashboard.held).to_contain_text(done)
    expect(dashboard.card_summary).to_have_text("Second finding")


def test_a_double_click_decides_on_one_unit(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.role("button", "Approve").dblclick()
    expect(dashboard.held).to_have_count(1)
    expect(dashboard.card_summary).to_have_text("Second finding")


def test_keys_typed_elsewhere_decide_nothing(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.page.keyboard.press("?")
    dialog = dashboard.role("dialog", "Keys and settings")
    dashboard.page.keyboard.press("a")
    expect(dashboard.held).to_have_count(0)
    dialog.get_by_label("Use these keys").uncheck()
    dashboard.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    dashboard.page.keyboard.press("a")
    expect(dashboard.held).to_have_count(0)
    assert dashboard.pending_at_server() == 3


# --- undo


@pytest.mark.parametrize("way", ["u", "Control+z", "button"])
def test_a_decision_can_be_undone_before_it_is_sent(open_dashboard, queue_store, way):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.page.keyboard.press("a")
    expect(dashboard.held).to_contain_text("Approved First finding")
    expect(dashboard.held.locator(".countdown text")).to_have_text("30")
    if way == "button":
        dashboard.held.get_by_role("button", name="Undo").click()
    else:
        dashboard.page.keyboard.press(way)
    expect(dashboard.card_summary).to_have_text("First finding")
    expect(dashboard.held).to_have_count(0)
    assert dashboard.status_at_server("First") == "pending"


def test_each_waiting_decision_can_be_undone_for_itself(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.page.keyboard.press("a")
    dashboard.page.keyboard.press("r")
    expect(dashboard.held).to_have_count(2)
    dashboard.held.filter(has_text="First finding").get_by_role("button", name="Undo").click()
    expect(dashboard.held).to_have_count(1)
    expect(dashboard.held).to_contain_text("Rejected Second finding")
    expect(dashboard.card_summary).to_have_text("First finding")


def test_a_decision_is_sent_when_its_time_is_over(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store, SHORT_UNDO)
    dashboard.page.keyboard.press("r")
    dashboard.page.keyboard.press("a")
    expect(dashboard.held).to_have_count(0, timeout=SENDING_TAKES)
    assert dashboard.status_at_server("First") == "rejected"
    assert dashboard.status_at_server("Second") == "approved"
    assert dashboard.pending_at_server() == 1


def test_decisions_go_on_waiting_on_other_pages(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.page.keyboard.press("a")
    dashboard.role("link", "API keys").click()
    expect(dashboard.role("heading", "API keys", level=1)).to_be_visible()
    dashboard.held.get_by_role("button", name="Undo").click()
    dashboard.page.go_back()
    expect(dashboard.card_summary).to_have_text("First finding")


def test_leaving_the_page_sends_what_waits(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.page.keyboard.press("a")
    dashboard.page.keyboard.press("r")
    expect(dashboard.held).to_have_count(2)
    dashboard.page.goto("about:blank")
    for verdict in ("approve", "reject"):
        queue_store.wait_for_log(lambda entry, verdict=verdict: decided(entry, verdict))
    assert dashboard.status_at_server("First") == "approved"
    assert dashboard.status_at_server("Second") == "rejected"


def test_signing_out_sends_what_waits(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.page.keyboard.press("a")
    dashboard.role("button", "Sign out").click()
    expect(dashboard.role("heading", "Sign in", level=1)).to_be_visible()
    assert dashboard.status_at_server("First") == "approved"


def test_a_decision_that_cannot_be_sent_brings_its_unit_back(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store, SHORT_UNDO, expects=("net::ERR_FAILED",))
    dashboard.page.route("**/approve", lambda route: route.abort())
    dashboard.page.keyboard.press("a")
    expect(dashboard.notices).to_contain_text(
        "First finding” was not approved: The server cannot be reached. It is back in the queue.", timeout=SENDING_TAKES
    )
    expect(dashboard.role("complementary", "Queue")).to_contain_text("First finding")
    assert dashboard.status_at_server("First") == "pending"


# --- other reviewers


def test_a_unit_decided_elsewhere_disappears_with_a_word(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    bob = store.session_token(queue_store, store.COLLEAGUE)
    assert Wire(queue_store).post(f"/review/{store.unit_id('First')}/approve", bob).status == 200
    look_again(dashboard)
    expect(dashboard.notices).to_contain_text("“First finding” was approved by bob, so it has left your queue.")
    expect(dashboard.card_summary).to_have_text("Second finding")


def test_the_second_of_two_decisions_is_no_error(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store, SHORT_UNDO, expects=("409",))
    bob = store.session_token(queue_store, store.COLLEAGUE)
    dashboard.page.keyboard.press("a")
    assert Wire(queue_store).post(f"/review/{store.unit_id('First')}/reject", bob).status == 200
    expect(dashboard.notices).to_contain_text(
        "“First finding” was rejected by bob, so your decision to approve it was not recorded.", timeout=SENDING_TAKES
    )
    expect(dashboard.card_summary).to_have_text("Second finding")
    expect(dashboard.role("alert").filter(has_text="error")).to_have_count(0)


def test_two_reviewers_at_work(open_dashboard, queue_store):
    alice = at_queue(open_dashboard, queue_store, SHORT_UNDO)
    bob = at_queue(open_dashboard, queue_store, SHORT_UNDO, signed_in_as=store.COLLEAGUE)
    alice.page.keyboard.press("a")
    expect(alice.held).to_have_count(0, timeout=SENDING_TAKES)
    look_again(bob)
    expect(bob.notices).to_contain_text("was approved by alice")
    expect(bob.card_summary).to_have_text("Second finding")


def test_new_proposals_appear_by_themselves(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    store.fill(queue_store, [store.unit("Fourth", "Fourth finding", age_hours=0.5)])
    look_again(dashboard)
    expect(dashboard.role("complementary", "Queue")).to_contain_text("Fourth finding")


# --- the queue itself


def test_skipping_leaves_a_unit_for_later(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    for left in ("Second finding", "Third finding"):
        dashboard.page.keyboard.press("s")
        expect(dashboard.card_summary).to_have_text(left)
    dashboard.role("button", "Skip").click()
    expect(dashboard.role("heading", "Only skipped units are left")).to_be_visible()
    dashboard.role("button", "Review skipped units").click()
    expect(dashboard.card_summary).to_have_text("First finding")
    assert dashboard.pending_at_server() == 3


def test_the_end_of_the_queue(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store, SHORT_UNDO)
    for key in ("a", "r", "a"):
        dashboard.page.keyboard.press(key)
    expect(dashboard.role("heading", "All caught up")).to_be_visible()
    expect(dashboard.page.get_by_text("You approved 2 and rejected 1")).to_be_visible()
    expect(dashboard.held).to_have_count(0, timeout=SENDING_TAKES)
    assert dashboard.pending_at_server() == 0


def test_any_unit_of_the_list_can_be_chosen(open_dashboard, queue_store):
    dashboard = at_queue(open_dashboard, queue_store)
    dashboard.role("complementary", "Queue").get_by_role("button", name="Third finding").click()
    expect(dashboard.card_summary).to_have_text("Third finding")
    dashboard.page.keyboard.press("k")
    expect(dashboard.card_summary).to_have_text("Second finding")
    dashboard.page.keyboard.press("a")
    expect(dashboard.card_summary).to_have_text("Third finding")


def swipe(dashboard, distance, down=0):
    """A finger on the card, moved in small steps."""
    box = dashboard.card.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 60
    cdp = dashboard.page.context.new_cdp_session(dashboard.page)

    def touch(kind, *points):
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", (x, y))
    for step in range(1, 11):
        touch("touchMove", (x + distance * step / 10, y + down * step / 10))
    touch("touchEnd")


@pytest.mark.parametrize(("distance", "done"), [(170, "Approved"), (-170, "Rejected")])
def test_a_swipe_decides_on_one_unit(open_dashboard, queue_store, distance, done):
    dashboard = at_queue(open_dashboard, queue_store, viewport=PHONE, has_touch=True, is_mobile=True)
    swipe(dashboard, distance)
    expect(dashboard.held).to_have_count(1)
    expect(dashboard.held).to_contain_text(f"{done} First finding")
    expect(dashboard.card_summary).to_have_text("Second finding")


@pytest.mark.parametrize(("distance", "down"), [(60, 0), (40, 300)])
def test_a_short_or_slanting_swipe_decides_nothing(open_dashboard, queue_store, distance, down):
    dashboard = at_queue(open_dashboard, queue_store, viewport=PHONE, has_touch=True, is_mobile=True)
    swipe(dashboard, distance, down)
    expect(dashboard.card_summary).to_have_text("First finding")
    expect(dashboard.held).to_have_count(0)


def test_ten_thousand_pending_units(open_dashboard, launch):
    count = 10_000
    dashboard = open_dashboard(launch(store.many_pending(count)), preferences=LONG_UNDO)
    pages = []
    dashboard.page.on("response", lambda answer: "/review/queue" in answer.url and pages.append(answer.url))
    dashboard.go("/review")
    expect(dashboard.page.get_by_text("10,000 units to decide")).to_be_visible()
    rows = dashboard.role("complementary", "Queue").get_by_role("listitem")
    expect(rows.first).to_contain_text("Finding number 00000")
    assert len(pages) <= 3 and all("limit=100" in url for url in pages)
    # Each time the list's end is reached, the next page follows.
    for loaded in (100, 200, 300, 400, 500):
        dashboard.page.locator(".up-next-scroller").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
        expect(dashboard.page.locator(f".up-next li[aria-posinset='{loaded}']")).to_be_attached()
        assert rows.count() < 60
    assert dashboard.page.evaluate("document.querySelectorAll('*').length") < 1500
    dashboard.page.keyboard.press("a")
    expect(dashboard.card_summary).to_have_text("Finding number 00001")
    expect(dashboard.page.get_by_text("9,999 units to decide")).to_be_visible()
