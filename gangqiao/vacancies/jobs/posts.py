"""The night of the vacancies: what has run out expires, what nobody confirmed is paused, who is due is asked."""

from __future__ import annotations

from gangqiao.audit.nightly import nightly
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions.links import ask_the_due
from gangqiao.vacancies.actions.posts_keeping import freshen


@nightly
def freshen_vacancies() -> None:
    """Also done twice it pauses, expires and asks each once."""
    with scope_of([county_path()]):
        freshen()
        ask_the_due()
