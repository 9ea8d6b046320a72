"""Takes the pictures of README and the handbook from a demonstration of its own.

python -m tools.pictures [--scale 0.1]

Everybody in them is made up. They go to docs/pictures, Chinese as in the county, each below 150 kB.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.demonstration import PASSWORD, Demonstration
from tools.register import ROOT

TARGET = ROOT / "docs" / "pictures"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
MOST_BYTES = 150_000
NO_CHROMIUM = "Chromium is missing: install it (Debian: apt install chromium) or name it in GANGQIAO_CHROMIUM."
# The 256 most frequent colours of a picture, and for each point the number of the nearest.
FEWER_COLOURS = """async (packed) => {
  const image = new Image();
  image.src = "data:image/png;base64," + packed;
  await image.decode();
  const {width, height} = image, brush = new OffscreenCanvas(width, height).getContext("2d");
  brush.drawImage(image, 0, 0);
  const points = brush.getImageData(0, 0, width, height).data, shades = new Uint32Array(width * height);
  const often = new Map();
  for (let n = 0; n < shades.length; n++) {
    shades[n] = points[4 * n] << 16 | points[4 * n + 1] << 8 | points[4 * n + 2];
    often.set(shades[n], (often.get(shades[n]) ?? 0) + 1);
  }
  const parts = c => [c >> 16, c >> 8 & 255, c & 255];
  const far = (a, b) => parts(a).reduce((sum, v, k) => sum + (v - parts(b)[k]) ** 2, 0);
  const colours = [...often.keys()].sort((a, b) => often.get(b) - often.get(a)).slice(0, 256);
  const number = new Map(colours.map((c, n) => [c, n]));
  for (const c of often.keys())
    if (!number.has(c)) number.set(c, number.get(colours.reduce((near, d) => far(c, d) < far(c, near) ? d : near)));
  let text = "";
  for (let n = 0; n < shades.length; n++) text += String.fromCharCode(number.get(shades[n]));
  return {width, height, colours: colours.flatMap(parts), points: btoa(text)};
}"""


def png(width: int, height: int, colours: list[int], points: bytes) -> bytes:
    """A picture of at most 256 colours, one byte a point (PNG specification 11.2, colour type 3)."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = b"".join(b"\0" + points[row * width : (row + 1) * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        part(b"IHDR", head),
        part(b"PLTE", bytes(colours)),
        part(b"IDAT", zlib.compress(rows, 9)),
        part(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


class Camera:
    """One user at one screen, and the pictures taken there."""

    def __init__(self, browser: Any, url: str, screen: dict[str, int]) -> None:
        self.context = browser.new_context(viewport=screen, locale="zh-CN", base_url=url)
        self.page = self.context.new_page()
        self.url = url

    def sign_in(self, username: str) -> None:
        self.page.goto("/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.url}/")

    def take(self, name: str, *, whole: bool = False) -> None:
        """Write docs/pictures/NAME.png. Raises ValueError when it would be too heavy for a page that many open."""
        picture = self._in_few_colours(self.page.screenshot(full_page=whole, animations="disabled"))
        if len(picture) > MOST_BYTES:
            raise ValueError(f"{name}.png has {len(picture)} bytes, more than {MOST_BYTES}")
        (TARGET / f"{name}.png").write_bytes(picture)
        print(f"    {name}.png  {len(picture) // 1000} kB")

    def _in_few_colours(self, picture: bytes) -> bytes:
        """The same picture in 256 colours: the eye takes it for the same, and it weighs a third."""
        desk = self.context.new_page()
        found = desk.evaluate(FEWER_COLOURS, base64.b64encode(picture).decode())
        desk.close()
        return png(found["width"], found["height"], found["colours"], base64.b64decode(found["points"]))


# --- what is shown ---------------------------------------------------------------------------------------------------


def door(camera: Camera) -> None:
    camera.page.goto("/")
    camera.take("sign-in")


def headquarters(camera: Camera) -> None:
    """The targets on the first page, a definition, a ledger with a filter, a file, a number that is asked for."""
    page = camera.page
    camera.sign_in("office")
    camera.take("headquarters")
    page.locator("a.figure-mark").first.click()
    page.wait_for_url("**/figures/how/**")
    camera.take("definition")
    page.goto("/ledger/people/?life=alive")
    camera.take("ledger")
    page.locator("td .person a").first.click()
    page.wait_for_url("**/people/**")
    camera.take("person")
    page.locator("[data-masked] summary").first.click()
    page.wait_for_selector("dialog[open]")
    camera.take("reveal")


def township(camera: Camera) -> None:
    """A household that is split, up to the page that says what will happen."""
    page = camera.page
    camera.sign_in("xinshao")
    page.goto("/ledger/households/")
    for href in page.locator("td .person a").evaluate_all("all => all.map(a => a.href)"):
        page.goto(href)
        if page.locator("main a[href^='/people/']").count() >= 3:
            break
    camera.take("household")
    page.locator("a[href$='/split/']").click()
    chosen = page.locator("input[name=members_chosen]").last
    chosen.check()
    page.select_option("select[name=head]", chosen.get_attribute("value"))
    page.fill("textarea[name=reason]", "子女成家，分户单过")
    page.locator("main .form-actions button[type=submit]").click()
    page.wait_for_selector(".says")
    camera.take("split")


def village(camera: Camera) -> None:
    camera.sign_in("xinshao-village")
    camera.take("phone-home")
    camera.page.goto("/ledger/people/")
    camera.take("phone-ledger")
    camera.page.locator("td .person a").first.click()
    camera.page.wait_for_url("**/people/**")
    camera.take("phone-person")


def auditor(camera: Camera) -> None:
    camera.sign_in("auditor")
    camera.page.goto("/audit/")
    camera.take("audit")


SCENES: tuple[tuple[Callable[[Camera], None], dict[str, int]], ...] = (
    (door, DESK),
    (headquarters, DESK),
    (township, DESK),
    (village, PHONE),
    (auditor, DESK),
)


def take_all(url: str, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    TARGET.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for scene, screen in SCENES:
            camera = Camera(browser, url, screen)
            scene(camera)
            camera.context.close()
        browser.close()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="0.1", help="1.0 is the whole county of 430,000 people")
    chosen = parser.parse_args(arguments)
    chromium = os.environ.get("GANGQIAO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print(NO_CHROMIUM, file=sys.stderr)
        return 1
    county = Demonstration(scale=chosen.scale)
    print(f"Making a county of scale {chosen.scale} for the pictures", flush=True)
    try:
        county.start()
        take_all(county.url, chromium)
    finally:
        county.stop()
    print(f"Pictures in {TARGET.relative_to(Path.cwd()) if TARGET.is_relative_to(Path.cwd()) else TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
