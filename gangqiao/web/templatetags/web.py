"""Tags and filters of the page frame: built assets, dates and numbers as a clerk writes them, the title said again."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.template.loader_tags import BlockNode
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gangqiao.kernel.sections import sections_of
from gangqiao.web.navigation import (
    PLACES,
    TARGETS,
    TabShown,
    href_or_nothing,
    tabs_for,
    tabs_of_area,
)

register = template.Library()
log = logging.getLogger(__name__)
WAN = 10_000
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> str:
    """Show a block a second time: the title is in the tab, on the page and on paper, and is written once."""
    return BlockNode(name, template.NodeList()).render(context)


@register.simple_tag(takes_context=True)
def sections(context: template.Context, page: str, record: Any) -> SafeString:
    """What apps above have to show on the page of a record (`kernel.sections`)."""
    return format_html_join("\n", "{}", ((html,) for html in sections_of(page, context["request"], record)))


@register.simple_tag
def front_end(entry: str) -> SafeString:
    """The script and style tags of one built entry.

    Pages read and submit without any script, so a front end that is not built costs the looks, not the page.
    """
    manifest = _manifest(Path(settings.DJANGO_VITE["default"]["manifest_path"]))
    if entry not in manifest:
        return SafeString("")
    chunks = _with_imports(manifest, entry)
    sheets = dict.fromkeys(css for chunk in chunks for css in chunk.get("css", ()))
    links = format_html_join("\n", '<link rel="stylesheet" href="{}">', ((_dist(css),) for css in sheets))
    script = format_html('<script type="module" src="{}"></script>', _dist(manifest[entry]["file"]))
    return format_html("{}\n{}", links, script)


def _manifest(path: Path) -> dict[str, Any]:
    try:
        return _read_manifest(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        log.warning("The front end is not built: `make install` builds it. Pages are shown without style.")
        return {}


@lru_cache(maxsize=2)
def _read_manifest(path: Path, _changed: int) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _with_imports(manifest: dict[str, Any], entry: str) -> list[dict[str, Any]]:
    chunk = manifest[entry]
    return [chunk, *(manifest[name] for name in chunk.get("imports", ()) if name in manifest)]


def _dist(file: str) -> str:
    return static(f"dist/{file}")


@register.simple_tag(takes_context=True)
def place_tabs(context: template.Context, place: str) -> list[TabShown]:
    """The pages of a place (a key of `navigation.PLACES`), as far as the reader may see them."""
    request = context["request"]
    return tabs_for(PLACES[place], request.actor, request.path)


@register.simple_tag(takes_context=True)
def target_tabs(context: template.Context, here: str, area: str = "", day: date | None = None) -> list[TabShown]:
    """The pages of the figures; those of one area lead on to the same area and day. `here` names the page's address."""
    asked = f"day={day.isoformat()}" if day else ""
    return tabs_of_area(TARGETS, context["request"].actor, here, area, asked)


@register.simple_tag
def address_or_nothing(url_name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a page, or "" when no such page is installed: links to absent apps are left out."""
    return href_or_nothing(url_name, *args, **kwargs)


@register.filter
def html_language(code: str) -> str:
    """The tag for `lang=`: "zh-hans" -> "zh-Hans"."""
    head, _sep, script = code.partition("-")
    return f"{head}-{script.title()}" if script else head


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as it is written: 2020年3月16日, 16 March 2020. Nothing for no day."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if _in_chinese():
        return f"{value.year}\u5e74{value.month}\u6708{value.day}\u65e5"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


@register.filter
def moment(value: datetime | None) -> str:
    """A day with hour and minute, in the county's time."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local)} {local:%H:%M}"


@register.filter
def grouped(value: Any) -> str:
    """A number with its thousands kept apart: 155,321. Nothing for no number."""
    return "" if value is None or value == "" else f"{value:,}"


@register.filter
def in_wan(value: int | None) -> str:
    """A round figure as officials say it: 20万, 15.5万 in Chinese; 200,000 in English; small ones as they are."""
    if value is None or value == "":
        return ""
    if not _in_chinese() or abs(value) < WAN:
        return f"{value:,}"
    return f"{value / WAN:.2f}".rstrip("0").rstrip(".") + "\u4e07"


@register.filter
def percent(value: float | None) -> str:
    """A share of 0..1 as a percentage with one decimal, never rounded up to a target it does not reach."""
    if value is None or value == "":
        return ""
    return f"{int(value * 1000) / 10:.1f}%"


@register.filter
def bar_width(share: float) -> str:
    """The length of a bar in percent of its bed, as SVG reads it (a dot in every language)."""
    return f"{min(max(float(share), 0.0), 1.0) * 100:.1f}"


@register.filter
def is_blank(rendered: str) -> bool:
    """True when nothing but white space came out of a slot."""
    return not str(rendered).strip()


# What a browser and its machine write into their own name, and what people call them; the first that fits counts.
BROWSERS = (
    *(("MicroMessenger", "WeChat"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox")),
    *(("Chrome", "Chrome"), ("Safari", "Safari")),
)
MACHINES = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "macOS"), ("Linux", "Linux")),
)


@register.filter
def browser(user_agent: str) -> str:
    """A browser and its machine as people call them: "Chrome · Windows". What is not known stays as it was sent."""
    found = [next((name for mark, name in names if mark in user_agent), "") for names in (BROWSERS, MACHINES)]
    return " · ".join(filter(None, found)) or user_agent[:80]


def _in_chinese() -> bool:
    return (get_language() or "").startswith("zh")
