"""One person's browser on the register, moved as people move it: by words, boxes and buttons."""

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from tests.browser.running import PASSWORD, ROOT

PICTURES = Path(os.environ.get("TPP_PICTURES") or ROOT / "screenshots")
DESK, PHONE = (1440, 900), (360, 780)
PATIENCE = 100
"""Tenths of a second that a page may take to say something."""
REFUSALS = re.compile(r"Failed to load resource: .* (404|409|422) ")
"""A browser writes down that a form was refused; the page says so itself."""


class Visitor:
    """A person with a browser. What the browser complains of is kept, and fails the test."""

    def __init__(self, context: BrowserContext, url: str):
        self.context, self.url = context, url
        self.complaints: list[str] = []
        self.clicks = 0
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self.listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not REFUSALS.match(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> Page:
        answer = self.page.goto(path if path.startswith("http") else self.url + path)
        assert answer is not None
        assert answer.status < 500, f"{path}: {answer.status}"
        return self.page

    def sign_in(self, email: str, password: str = PASSWORD) -> "Visitor":
        self.go("/sign-in")
        self.type_password(email, password)
        assert "/sign-in" not in self.page.url, self.words()
        return self

    def type_password(self, email: str, password: str = PASSWORD) -> None:
        self.page.fill("[name=email]", email)
        self.page.fill("[name=password]", password)
        with self.page.expect_navigation():
            self.page.click("main button.btn-primary")

    def words(self) -> str:
        """What the page says."""
        return self.page.inner_text("main")

    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def press(self, name: str, within: Locator | None = None) -> None:
        """Press the button of this name; a button that is not there fails."""
        self.clicked((within or self.main).get_by_role("button", name=name))

    def follow(self, name: str, within: Locator | None = None) -> None:
        self.clicked((within or self.page.locator("body")).get_by_role("link", name=name))

    def tick(self, box: Locator) -> None:
        self.clicked(box)

    def clicked(self, what: Locator) -> None:
        self.clicks += 1
        what.first.click()
        self.page.wait_for_load_state()

    def enter(self, box: Locator, words: str, then: str = "") -> None:
        """Go to a field, type, and press a key: going there is a click, the keyboard is none."""
        self.clicks += 1
        box.click()
        box.fill(words)
        if then:
            box.press(then)
            self.page.wait_for_load_state()

    def choose(self, box: Locator, value: str) -> None:
        """Open a list of choices and take one."""
        self.clicks += 1
        box.select_option(value)

    def fill(self, **fields: str) -> None:
        """Fill fields in by their names."""
        for name, value in fields.items():
            box = self.main.locator(f"[name={name}]")
            if box.first.evaluate("it => it.tagName") == "SELECT":
                box.first.select_option(value)
            else:
                box.first.fill(value)

    def row(self, words: str) -> Locator:
        """The line of a table that holds these words."""
        return self.main.locator("tbody tr").filter(has_text=words)

    def says(self, *sentences: str) -> None:
        """The page, or the one that is about to come, has these sentences."""
        for _ in range(PATIENCE):
            shown = self.words()
            missing = [sentence for sentence in sentences if sentence not in shown]
            if not missing:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{missing} not on {self.path()}:\n{shown}")

    def picture(self, name: str) -> None:
        """A screenshot of the whole page, for a person to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.main.wait_for()
        seen = self.page.viewport_size
        tall = max(seen["height"], self.page.evaluate("document.documentElement.scrollHeight"))
        self.page.set_viewport_size({**seen, "height": min(tall, 4000)})
        self.page.screenshot(path=str(PICTURES / f"{name}.png"))
        self.page.set_viewport_size(seen)


class Visitors:
    """Fresh browsers on one register, closed in the end."""

    def __init__(self, browser: Browser, url: str):
        self.browser, self.url = browser, url
        self.opened: list[Visitor] = []

    def __call__(
        self, email: str | None = None, size: tuple[int, int] = DESK, **options
    ) -> Visitor:
        viewport = {"width": size[0], "height": size[1]}
        context = self.browser.new_context(viewport=viewport, locale="en-GB", **options)
        visitor = Visitor(context, self.url)
        self.opened.append(visitor)
        return visitor.sign_in(email) if email else visitor

    def take_pictures(self, test: str) -> None:
        """What everybody sees when a test has failed."""
        for number, visitor in enumerate(self.opened, start=1):
            visitor.picture(f"failed-{test[:60]}-{number}")

    def close(self) -> list[str]:
        """Close them all; says what the browsers complained of."""
        for visitor in self.opened:
            visitor.context.close()
        return [words for visitor in self.opened for words in visitor.complaints]
