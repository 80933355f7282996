"""The screen in a real browser: code a passage by keys, reload, it is there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from tests.conftest import SmallStudy
from tests.served import served

from qualcode.domain.coding import Coding
from qualcode.store import reads

BROWSER, DRIVER = (shutil.which("chromium") or shutil.which("chromium-browser")), shutil.which("chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1300,800",
)  # fmt: skip
LISTEN = """
window.received = "";
const decoder = new TextDecoder();
window.WebSocket = class extends window.WebSocket {
  constructor(address) {
    super(address);
    this.addEventListener("message", event => {
      if (typeof event.data !== "string") window.received += decoder.decode(event.data, {stream: true});
    });
  }
};
"""
"""Keeps what the terminal was told to draw: its canvas cannot be read."""

pytestmark = pytest.mark.skipif(
    not (BROWSER and DRIVER), reason="needs chromium and its driver; .ci/browser installs them on Debian"
)


class Page:
    """A tab that shows the screen."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def press(self, *keys: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, ".xterm-helper-textarea").send_keys(*keys)

    def until(self, what: Callable[[], bool]) -> None:
        WebDriverWait(self.driver, 20, poll_frequency=0.05).until(lambda _: what())

    def shows(self, pattern: str) -> bool:
        received = self.driver.execute_script("return window.received")
        return re.search(pattern, re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", received)) is not None


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'browser'}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options, webdriver.ChromeService(DRIVER))
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LISTEN})
    try:
        yield Page(driver)
    finally:
        driver.quit()


def codings(study: SmallStudy) -> list[str]:
    with study.project.read() as reader:
        return [study.text[row.start : row.end] for row in reads.every(reader, Coding)]


def test_a_passage_coded_in_a_browser_is_there_after_a_reload(small_study: SmallStudy, page: Page) -> None:
    with served(small_study.project.path, "--coder", "Ana") as address:
        page.driver.get(address)
        page.until(lambda: page.shows("0% coded"))
        assert "token" not in page.driver.current_url
        assert not page.shows("[╺┏] Shift rotation")
        page.press(Keys.ARROW_DOWN, "2")
        page.until(lambda: codings(small_study) == ["Officers rotate every week."])
        page.driver.refresh()
        page.until(lambda: page.shows("[╺┏] Shift rotation"))
