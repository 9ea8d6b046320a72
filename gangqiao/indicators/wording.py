"""The engine's words in the reader's language. The engine knows no Django, so its texts are collected here."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop

# The engine's own texts, letter for letter; a test fails when one is missing here or no longer used there.
COLLECTED = frozenset(
    {
        gettext_noop("Rural workers in non-farm work this year"),
        gettext_noop("Of these, newly in non-farm work"),
        gettext_noop("Registered-poor workers in non-farm work this year"),
        gettext_noop("Registered-poor workers newly in non-farm work"),
        gettext_noop("Share of all rural workers in non-farm work"),
        gettext_noop("Share of registered-poor workers in non-farm work"),
        gettext_noop("Rural workers"),
        gettext_noop("Rural household registration, of working age on the day, able to work, alive, record kept here"),
        gettext_noop("Registered-poor workers"),
        gettext_noop("Rural workers registered as poor on the day"),
        gettext_noop("Rural workers in non-farm work"),
        gettext_noop(
            "Rural workers with at least one time of work recorded as non-farm, of any length and in "
            "any place, that touches the days from 1 January to the day; a departure that is only "
            "planned does not count"
        ),
        gettext_noop("Rural workers newly in non-farm work"),
        gettext_noop("Of these, those without any such work in the calendar year before"),
        gettext_noop("Registered-poor workers in non-farm work"),
        gettext_noop("Of the transferred, those registered as poor on the day"),
        gettext_noop("Of the newly transferred, those registered as poor on the day"),
        gettext_noop("What is not known does not count: no birth date, no worker; no first day, no spell."),
        gettext_noop(
            "What is not known does not count. Where there is no worker at all there is no rate, not a rate of zero."
        ),
        gettext_noop(
            "Running real-name register of the human resources department, persons, year to date, any duration"
        ),
        gettext_noop("persons"),
        gettext_noop("percent"),
        gettext_noop("Youngest age counted as working age, in full years on the day, this age included"),
        gettext_noop("Township rules of 2013 in Jiangxi and Hunan use 16; no rule of this county was found"),
        gettext_noop("years"),
        gettext_noop("Oldest age of a man counted as working age, this age included"),
        gettext_noop("The township rules found say 16 to 60 without saying whether 60 is included; read as up to 59"),
        gettext_noop("Oldest age of a woman counted as working age, this age included"),
        gettext_noop("The township rules found say 16 to 55 or 16 to 50; read as up to 54"),
        gettext_noop("Kinds of household registration that count as rural"),
        gettext_noop("The base of the rate is the register of rural household registration (Yuxi's published figures)"),
        gettext_noop("codes"),
        gettext_noop("Population categories that count as workers (03, working-age labour)"),
        gettext_noop("Population categories of the real-name system, list yac044"),
        gettext_noop("Capacities for work that count, from skilled down to weak"),
        gettext_noop("Registration form of the national poverty register; whether weak counts here was not found"),
        gettext_noop("States of an employment spell that count; a planned departure does not"),
        gettext_noop("A transferred worker has left or works; evidence is counted beside the figure, not in it"),
        gettext_noop("Dated categories of a person that make a registered-poor worker"),
        gettext_noop("National poverty register, filed and carded, in use to 2020"),
    }
)


def said(text: str) -> str:
    """A text of the engine in the reader's language."""
    return gettext(text)
