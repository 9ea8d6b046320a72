"""Makes what was asked for: a filled workbook, a comparison. Both bear being run twice, and being killed.

A job acts for the one who asked: with the posts that are in force when it runs, in the scope of those posts.
"""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.files import drop, open_kept
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.reports import actions, teaching
from gangqiao.reports.actions.comparing import RECONCILE
from gangqiao.reports.actions.filling import FILL
from gangqiao.reports.comparing import results, sides
from gangqiao.reports.filling import fill
from gangqiao.reports.models import Comparison, Filling
from gangqiao.reports.states import Work
from gangqiao.reports.values import Report

log = logging.getLogger(__name__)


@nightly
def drop_files_every_night() -> None:
    """Let the files go whose week is over, also where nobody looks any more."""
    with scope_of([county_path()]):
        while actions.drop_expired():
            pass


@after(FILL)
def fill_after(event: Event) -> None:
    """Fill what was asked for."""
    if found := _asked(Filling, event):
        make_filling(found)


@after(RECONCILE)
def compare_after(event: Event) -> None:
    """Compare what was asked for."""
    if found := _asked(Comparison, event):
        make_comparison(found)


def _asked(model: type[Any], event: Event) -> Any:
    """The row an event is about; None when it is gone."""
    return model.objects.filter(uuid=UUID(event.subject.partition(":")[2])).first()


def make_filling(filling: Filling) -> None:
    """The filled workbook, or a sentence about why there is none."""
    if filling.status != Work.WAITS:
        return
    actor = actor_of(filling.made_by)
    version = filling.version
    with scope_of(actor.areas(FILL)), override(get_language() or settings.LANGUAGE_CODE):
        report = Report(filling.area_id, filling.area.name, filling.day, filling.made_by.display_name)
        try:
            if not actor.may(FILL, filling.area_id):
                raise OutOfPost
            taught = teaching.load(version.teaching)
            done = fill(open_kept(version.file), taught, report, actor, _about(filling))
        except Refusal as refusal:
            actions.give_up(Filling, filling.pk, str(refusal))
            return
        actions.finish(
            Filling,
            filling.pk,
            done.content,
            actor=actor,
            verb=FILL,
            persons=done.persons,
            rows=done.records,
            told=[results.stored(say) for say in done.told],
        )


class OutOfPost(Refusal):
    """The post ended between asking and making."""

    def __init__(self) -> None:
        super().__init__(gettext("Your post for this area has ended meanwhile."))


def _about(filling: Filling) -> dict[str, str]:
    return {
        gettext("Layout"): filling.version.layout.title,
        gettext("Version of the layout"): str(filling.version.number),
        gettext("Area"): filling.area.name,
        gettext("Day"): filling.day.isoformat(),
        gettext("Filled by"): filling.made_by.display_name,
        gettext("Made at"): clock.now().astimezone(clock.TZ).isoformat(sep=" ", timespec="minutes"),
    }


def make_comparison(comparison: Comparison) -> None:
    """The two sides compared, or a sentence about why they cannot be. Uploaded lists go as soon as they are read."""
    if comparison.status != Work.WAITS:
        return
    actor = actor_of(comparison.made_by)
    with scope_of(actor.areas(RECONCILE)), override(get_language() or settings.LANGUAGE_CODE):
        try:
            found = _compared(comparison, actor)
        except Refusal as refusal:
            actions.give_up(Comparison, comparison.pk, str(refusal))
        else:
            actions.finish(
                Comparison,
                comparison.pk,
                found.names(),
                actor=actor,
                verb=RECONCILE,
                persons=found.persons,
                result=found.summary(),
            )
    for spec in comparison.sides:
        drop(spec.get("file", ""))


def _compared(comparison: Comparison, actor: Actor) -> results.Result:
    if not all(actor.may(RECONCILE, spec["area"]) for spec in comparison.sides if spec.get("area")):
        raise OutOfPost
    counted = [
        sides.count(spec, actor, open_kept(spec["file"]) if spec.get("file") else b"") for spec in comparison.sides
    ]
    return results.compare(counted[0], counted[1], actor)
