"""`gangqiao shares make|issue`: share the targets of the plan in force out by rule, and put a draft into force."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.plans.actions import issue_shares, make_draft
from gangqiao.plans.reads import current_plan
from gangqiao.plans.shares.in_force import draft
from gangqiao.plans.shares.rules import COURSES, LAST_YEAR, POPULATION, RULES


class Command(BaseCommand):
    help = "Makes a draft of the targets' shares by rule, or issues the draft. Who makes one does not issue it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["make", "issue"])
        parser.add_argument("--rule", choices=list(RULES), default=POPULATION)
        parser.add_argument("--course", choices=list(COURSES), default=LAST_YEAR)
        parser.add_argument("--day", type=date.fromisoformat, help="day whose workers count; today without it")
        parser.add_argument("--by", default="", help="user name of who does it; the product itself without it")
        parser.add_argument("--reason", default="", help="why the draft is issued; the plan's title without it")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = self.actor(options["by"])
        try:
            if options["what"] == "make":
                made = make_draft(
                    rule=options["rule"], course=options["course"], on=options["day"], actor=actor, source="command"
                )
                said = _("Version %(n)d of the shares is drafted.")
            else:
                made = self.issue(options["reason"], actor)
                said = _("Version %(n)d of the shares is in force.")
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        except Refusals as refusals:
            raise CommandError("\n".join(str(refusal) for refusal in refusals.refusals)) from None
        self.stdout.write(said % {"n": made.number})

    def issue(self, reason: str, actor: Actor) -> Any:
        waiting = draft()
        if waiting is None:
            raise CommandError(_("There is no draft to issue. Make one first."))
        reason = reason or current_plan().title.in_language(settings.LANGUAGE_CODE)
        return issue_shares(waiting.pk, reason=reason, actor=actor, source="command")

    def actor(self, username: str) -> Actor:
        if not username:
            return SYSTEM
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(_("There is no user “%(name)s”.") % {"name": username})
        return actor_of(user)
