"""One browser page with the dashboard in it, in the terms of its users."""

import json

import store
from playwright.sync_api import expect
from wire_client import Wire

# The browser's word for an answer that the page deals with itself.
SIGN_IN_PROBE = "/.well-known/oauth-protected-resource"


DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}


class Dashboard:
    def __init__(self, page, server, expects=()):
        self.page, self.server = page, server
        self._expects = (SIGN_IN_PROBE, *expects)
        self._complaints = []
        self._requests = []
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self._complaints.append(f"page error: {error}"))
        page.on("request", lambda request: self._requests.append(request.url))
        page.on("dialog", lambda dialog: self._complaints.append(f"dialog: {dialog.message}"))

    def _note_console(self, message):
        text = f"{message.text} ({message.location.get('url', '')})"
        if message.type in ("error", "warning") and not any(part in text for part in self._expects):
            self._complaints.append(f"console: {text}")

    def complaints(self):
        """What went wrong unseen: console messages, policy violations, requests to elsewhere."""
        foreign = [url for url in self._requests if not url.startswith((self.server.url, "data:", "blob:"))]
        violations = [] if self.page.is_closed() else self.page.evaluate("window.policyViolations ?? []")
        return self._complaints + [f"policy: {v}" for v in violations] + [f"request to {url}" for url in foreign]

    # --- state of the browser

    def store_item(self, key, value):
        """Puts an item into localStorage before any page of the dashboard is loaded."""
        self.page.context.add_init_script(
            f"if (location.protocol === 'http:' && localStorage.getItem({json.dumps(key)}) === null)"
            f" localStorage.setItem({json.dumps(key)}, {json.dumps(value)});"
        )

    def set_preferences(self, preferences):
        self.store_item("cq-review-preferences", json.dumps({"shortcuts": "on", "undoSeconds": 5} | preferences))

    def restore_session(self, username):
        self.token = store.session_token(self.server, username)
        self.store_item("cq-session", self.token)

    # --- getting about

    def go(self, path):
        self.page.goto(path)
        self.settled()
        return self

    def settled(self):
        """Waits until nothing is loading any more."""
        self.page.locator("h1").wait_for()
        expect(self.page.locator(".state", has_text="Loading")).to_have_count(0)

    def role(self, role, name=None, **options):
        if isinstance(name, str):
            options.setdefault("exact", True)
        return self.page.get_by_role(role, **({"name": name} if name is not None else {}), **options)

    # --- the queue

    @property
    def card(self):
        """The unit to decide on."""
        return self.page.locator("article.review-card")

    @property
    def card_summary(self):
        return self.card.get_by_role("heading", level=2)

    @property
    def held(self):
        """The rows of decisions that can be undone."""
        return self.page.locator(".held")

    @property
    def notices(self):
        return self.role("log", "Notices")

    def status_at_server(self, name):
        answer = Wire(self.server).get(f"/review/{store.unit_id(name)}", self.token)
        return answer.json()["status"]

    def pending_at_server(self):
        return Wire(self.server).get("/review/queue", self.token).json()["total"]

    # --- looks

    def horizontal_overflow(self):
        """By how many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def axe_findings(self, axe):
        """The serious findings of axe on what is shown, each in one line."""
        # A card that is still fading in has no contrast of its own yet. A spinner never ends.
        self.page.evaluate(
            "Promise.allSettled(document.getAnimations()"
            ".filter((a) => Number.isFinite(a.effect.getComputedTiming().endTime)).map((a) => a.finished))"
        )
        self.page.evaluate(axe)
        result = self.page.evaluate(
            "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
            " 'wcag22aa', 'best-practice']})"
        )
        return [
            f"{found['id']} ({found['impact']}): {' '.join(node['html'].split())[:160]} {node['failureSummary'][:200]}"
            for found in result["violations"]
            if found["impact"] in ("serious", "critical")
            for node in found["nodes"]
        ]
