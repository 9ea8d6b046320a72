"""Takes the pictures of README and the handbook from a demonstration of its own.

python -m tools.pictures [--scale 0.1] [--only SCENE]

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
from pathlib import Path
from typing import Any

from tools.demonstration import PASSWORD, Demonstration
from tools.register import ROOT
from tools.scenes import SCENES

TARGET = ROOT / "docs" / "pictures"
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


def take_all(url: str, county: Path, chromium: str, only: str = "") -> None:
    from playwright.sync_api import sync_playwright

    TARGET.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for scene in SCENES:
            if only in ("", scene.play.__name__):
                camera = Camera(browser, url, scene.screen)
                scene.play(camera, county)
                camera.context.close()
        browser.close()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", default="0.1", help="1.0 is the whole county of 430,000 people")
    parser.add_argument("--only", default="", help=f"one scene: {', '.join(s.play.__name__ for s in SCENES)}")
    chosen = parser.parse_args(arguments)
    chromium = os.environ.get("GANGQIAO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print(NO_CHROMIUM, file=sys.stderr)
        return 1
    county = Demonstration(scale=chosen.scale)
    print(f"Making a county of scale {chosen.scale} for the pictures", flush=True)
    try:
        county.start()
        take_all(county.url, county.home / "county", chromium, chosen.only)
    finally:
        county.stop()
    print(f"Pictures in {TARGET.relative_to(Path.cwd()) if TARGET.is_relative_to(Path.cwd()) else TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
