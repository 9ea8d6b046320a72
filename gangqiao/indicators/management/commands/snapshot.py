"""`gangqiao snapshot take|list|verify|recompute|diff`: the figures of a day as they were known."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gangqiao.indicators import actions
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.showing.reasons import REASONS
from gangqiao.indicators.snapshots import taking
from gangqiao.indicators.snapshots.reads import SHOWN, between, snapshots
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusal
from gangqiao.places.reads import county


class Command(BaseCommand):
    help = "Takes, lists, checks, recomputes and compares snapshots. A snapshot is named DAY or DAY@VERSION."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["take", "list", "verify", "recompute", "diff"])
        parser.add_argument("named", nargs="*", help="take: DAY; verify, recompute: all or some; diff: two")
        parser.add_argument("--known-on", type=date.fromisoformat, help="take: as known on this day (today)")
        parser.add_argument("--reason", default="", help="take: why there is to be a further version of the day")
        parser.add_argument("--area", default="", help="diff: key of the area (the county)")

    def handle(self, *args: Any, **options: Any) -> None:
        work = {"take": self.take, "list": self.list, "diff": self.diff}
        work |= {"verify": self.verify, "recompute": self.recompute}
        try:
            work[options["what"]](options["named"], options)
        except Refusal as refusal:
            raise CommandError(str(refusal.sentence)) from None

    def take(self, named: list[str], options: Any) -> None:
        if len(named) != 1:
            raise CommandError(_("Give one day."))
        known_on = options["known_on"] or clock.today()
        taken = actions.take(day_of(named[0]), known_on, actor=SYSTEM, reason=options["reason"], source="command")
        self.stdout.write(describe(taken))

    def list(self, _named: list[str], _options: Any) -> None:
        for one in snapshots():
            self.stdout.write(describe(one))

    def verify(self, named: list[str], _options: Any) -> None:
        """Check every file against its digest; a damaged one ends with an error."""
        for one in chosen(named):
            files = taking.verify(one)
            self.stdout.write(_("%(name)s: %(n)d files as written.") % {"name": one, "n": len(files)})

    def recompute(self, named: list[str], _options: Any) -> None:
        """Compute anew from the history; anything that differs ends with an error."""
        for one in chosen(named):
            unlike = [part.part for part in taking.compare_anew(one) if not part.same_rows]
            if unlike:
                said = _("%(name)s: computed anew it differs in %(parts)s.")
                raise CommandError(said % {"name": one, "parts": ", ".join(unlike)})
            self.stdout.write(_("%(name)s: computed anew it is the same.") % {"name": one})

    def diff(self, named: list[str], options: Any) -> None:
        if len(named) != 2:
            raise CommandError(_("Give two snapshots."))
        first, second = chosen(named)
        for measure in SHOWN:
            found = between(first, second, options["area"] or county().key, measure)
            self.stdout.write(f"{measure}: {found.before} -> {found.after}")
            for reason, words in REASONS.items():
                if found.entered[reason] or found.left[reason]:
                    self.stdout.write(f"  +{found.entered[reason]} -{found.left[reason]}  {words}")


def chosen(named: Iterable[str]) -> list[Snapshot]:
    """The snapshots named DAY (its last version) or DAY@VERSION, in that order; all when none is named."""
    found = []
    for name in named:
        day, _at, number = name.partition("@")
        versions = snapshots().filter(day=day_of(day))
        one = versions.filter(number=number).first() if number.isdecimal() else versions.first()
        if one is None:
            raise CommandError(_("There is no snapshot %(name)s.") % {"name": name})
        found.append(one)
    return found or list(snapshots())


def describe(one: Snapshot) -> str:
    """One line about a snapshot."""
    said = _("%(name)s, known on %(known)s, %(kind)s, %(state)s, %(persons)d persons, digest %(digest)s")
    return said % {
        "name": one,
        "known": one.known_on,
        "kind": one.get_kind_display(),
        "state": one.get_status_display(),
        "persons": one.persons,
        "digest": one.digest[:16],
    }


def day_of(text: str) -> date:
    """The day written as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(_("%(text)s is no day. Write it as 2020-03-31.") % {"text": text}) from None
