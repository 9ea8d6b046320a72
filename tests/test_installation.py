"""What is installed is locked, and the lock names no machine."""

import json
import re

import pytest

from tests.source import ROOT

LOCKS = ["base", "build", "dev"]


@pytest.mark.parametrize("part", LOCKS)
def test_every_package_is_pinned_with_hashes(part):
    text = (ROOT / f"requirements/{part}.txt").read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert entries
    for entry in entries:
        assert "==" in entry.splitlines()[0], entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("part", LOCKS)
def test_every_package_asked_for_is_locked(part):
    def names(kind, pattern):
        return set(re.findall(pattern, (ROOT / f"requirements/{part}.{kind}").read_text(), re.MULTILINE))

    assert names("in", r"^([a-z][\w-]*)") <= names("txt", r"^([a-z0-9][\w.-]*)(?:\[.*?\])?==")


@pytest.mark.parametrize("path", [*(f"requirements/{part}.txt" for part in LOCKS), "frontend/package-lock.json"])
def test_no_lock_names_a_download_address(path):
    text = (ROOT / path).read_text()
    assert "--index-url" not in text
    if path.endswith(".json"):
        assert not [name for name, package in json.loads(text)["packages"].items() if "resolved" in package]
    else:
        assert "http" not in text


@pytest.mark.requirement("D16")
def test_the_style_sheet_and_scripts_fetch_nothing():
    built = ROOT / "gangqiao/web/static/dist"
    styles = [path.read_text(encoding="utf-8") for path in built.glob("assets/*.css")]
    assert styles
    for style in styles:
        assert not re.findall(r"url\([\"']?(?:https?:)?//[^)]*\)|@import[^;]*//", style)


def test_the_front_end_is_built_with_the_icons_it_names():
    names = json.loads((ROOT / "frontend/src/icons.json").read_text())
    sprite = (ROOT / "gangqiao/web/static/dist/icons.svg").read_text()
    assert set(re.findall(r'<symbol id="([^"]+)"', sprite)) == set(names)
