"""The components: nothing typed is ever code, what is empty says so, what was typed is kept."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, engines
from django.utils import translation

from gangqiao.web.templatetags import web

ATTACK = '"><script>alert(1)</script>'


def shown(source: str, **context: Any) -> str:
    from django_cotton.compiler_regex import CottonCompiler

    template = engines["django"].engine.from_string(CottonCompiler().process(source))
    with translation.override("en"):
        return template.render(Context({"csrf_token": "t", **context}))


COMPONENTS = (
    '<c-person name="{{ x }}" small="{{ x }}" href="/p" />',
    '<c-person :name="x" :small="x" />',
    '<c-figure label="{{ x }}" value="{{ x }}" unit="{{ x }}" target="{{ x }}" state="{{ x }}" href="/f" />',
    '<c-queue_row title="{{ x }}" reason="{{ x }}" act="{{ x }}" href="/q" />',
    '<c-fact label="{{ x }}" small="{{ x }}">{{ x }}</c-fact>',
    '<c-masked label="{{ x }}" masked="{{ x }}" url="/r" />',
    '<c-confirm label="{{ x }}" title="{{ x }}" url="/c">{{ x }}</c-confirm>',
    '<c-field label="{{ x }}" name="n" value="{{ x }}" error="{{ x }}" help="{{ x }}" />',
    '<c-timeline_entry when="{{ x }}" title="{{ x }}" state="{{ x }}" small="{{ x }}" />',
    '<c-pick pk="{{ x }}" label="{{ x }}" />',
    '<c-crumbs :steps="steps" />',
    '<c-ledger label="{{ x }}" :columns="steps" count="{{ x }}"><td data-label="{{ x }}">{{ x }}</td></c-ledger>',
)


@pytest.mark.parametrize("source", COMPONENTS)
def test_what_people_typed_is_never_code(source: str) -> None:
    html = shown(source, x=ATTACK, steps=[SimpleNamespace(label=ATTACK, href="/")])
    assert "<script" not in html
    assert "&quot;&gt;&lt;script&gt;alert(1)" in html


def test_an_empty_fact_says_so() -> None:
    assert "not recorded" in shown('<c-fact label="Phone"> </c-fact>')
    assert "not recorded" not in shown('<c-fact label="Phone">1</c-fact>')


def test_a_figure_that_is_not_counted_is_not_a_nought() -> None:
    assert "not counted yet" in shown('<c-figure label="x" value="" />')
    assert "not counted yet" not in shown('<c-figure label="x" value="0" />')


def test_a_reader_who_may_not_ask_gets_the_mask_without_a_button() -> None:
    assert "<form" not in shown('<c-masked label="ID" masked="53**" url="" />')
    assert 'action="/r"' in shown('<c-masked label="ID" masked="53**" url="/r" />')


class Words(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.", max_length=3)


def test_a_faulty_field_keeps_what_was_typed_and_names_the_fault_beside_it() -> None:
    form = Words({"name": "too long"})
    html = shown('<c-form_faults :form="form" /><c-field :field="form.name" />', form=form)
    assert 'value="too long"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html
    described = html.split('aria-describedby="')[1].split('"')[0].split()
    assert all(f'id="{target}"' in html for target in described)
    assert 'href="#id_name"' in html


@pytest.mark.parametrize(
    ("language", "value", "words"),
    [
        ("zh-hans", 200_000, "20\u4e07"),
        ("zh-hans", 155_000, "15.5\u4e07"),
        ("zh-hans", 800, "800"),
        ("en", 200_000, "200,000"),
    ],
)
def test_round_figures_are_said_as_officials_say_them(language: str, value: int, words: str) -> None:
    with translation.override(language):
        assert web.in_wan(value) == words


def test_a_rate_is_never_rounded_up_to_a_target_it_misses() -> None:
    assert web.percent(0.5999) == "59.9%"


def test_days_are_written_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert web.day(dt.date(2020, 3, 16)) == "2020\u5e743\u670816\u65e5"
    with translation.override("en"):
        assert web.day(dt.date(2020, 3, 16)) == "16 March 2020"


@pytest.mark.parametrize(("share", "width"), [(-1, "0.0"), (0.5, "50.0"), (3, "100.0")])
def test_a_bar_stays_in_its_bed(share: float, width: str) -> None:
    assert web.bar_width(share) == width


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/99 Mobile MicroMessenger/8.0", "WeChat · Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) Version/17.1 Safari/605", "Safari · macOS"),
        ("curl/8.0", "curl/8.0"),
    ],
)
def test_a_browser_is_called_as_people_call_it(sent: str, said: str) -> None:
    assert web.browser(sent) == said
