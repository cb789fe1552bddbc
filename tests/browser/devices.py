"""A telephone: a browser with a profile on disk, which can be killed and started again."""

import contextlib
import os
import shutil
import signal
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error

from tests.browser.visiting import PHONE, Visitor

FLAGS = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync"]


class Phone:
    """Its profile outlives the browser; ``kill`` ends the process that this phone started."""

    def __init__(self, chromium: Browser, url: str, folder: Path):
        self.kind, self.url, self.folder = chromium.browser_type, url, folder
        self.context: BrowserContext | None = None

    def start(self, *, offline: bool = False) -> Visitor:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        self.context = self.kind.launch_persistent_context(
            str(self.folder),
            executable_path=shutil.which("chromium"),
            args=[*FLAGS, *root],
            viewport={"width": PHONE[0], "height": PHONE[1]},
            locale="en-GB",
        )
        self.context.set_offline(offline)
        return Visitor(self.context, self.url)

    def kill(self) -> None:
        os.kill(self.process(), signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()

    def process(self) -> int:
        """The browser itself: the process of this profile that is not one of its parts."""
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                words = (
                    (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
                )
                mine = f"--user-data-dir={self.folder}".encode() in words
                if mine and not any(word.startswith(b"--type=") for word in words):
                    return int(entry.name)
        raise RuntimeError("the browser of this phone does not run")

    def close(self) -> None:
        if self.context:
            with contextlib.suppress(Error):
                self.context.close()

    def holds(self, *words: str) -> set[str]:
        """Which of these words stand in any file of the profile."""
        wanted = {it: (it.encode(), it.encode("utf-16-le")) for it in words}
        found = set()
        for file in self.folder.rglob("*"):
            contents = file.read_bytes() if file.is_file() else b""
            found |= {it for it, shapes in wanted.items() if any(s in contents for s in shapes)}
        return found


def write_cookies_down(visitor: Visitor) -> None:
    """Chromium writes cookies to its disk every 30 seconds, or once 512 of them have changed."""
    visitor.page.evaluate(
        """async () => { for (let i = 0; i < 1400; i++) document.cookie = `filler${i % 100}=${i}; Path=/filler; Max-Age=900`; }"""
    )
    visitor.page.wait_for_timeout(1500)
