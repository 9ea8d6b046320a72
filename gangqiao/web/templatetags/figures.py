"""A figure of people, drawn in one way on every page, so that one test can open each of them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()


@register.simple_tag
def people(text: str, persons: int, href: str = "", how: str = "") -> SafeString:
    """A number of people: a link to them where the reader may open names, plain text where not.

    text     the number as it is read: whole persons, or the rate they make up
    persons  how many stand behind it
    href     their list, "" where the reader may not open it; nobody needs none
    how      the definition; its link stands on the page by itself, beside the number or the name of its row or column
    """
    shown: str | SafeString = text
    if href:
        hidden = gettext("show the people")
        shown = format_html('<a href="{}">{}<span class="visually-hidden"> {}</span></a>', href, text, hidden)
    return format_html('<span data-figure="{}" data-how="{}">{}</span>', persons, how, shown)
