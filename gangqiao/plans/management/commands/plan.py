"""`gangqiao plan load|check|diff`: put a work plan into force, say what is wrong with its file, compare two."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusals
from gangqiao.plans.actions import load_plan
from gangqiao.plans.comparing import differences
from gangqiao.plans.document import Plan
from gangqiao.plans.loading import library_path, load
from gangqiao.plans.models import PlanVersion
from gangqiao.plans.reads import current_plan, missing_units, plan_of

MARKS = {"added": "+", "removed": "-", "changed": "~"}


class Command(BaseCommand):
    help = "Loads, checks and compares work plans. A plan is a file, the name of a shipped plan, or PLAN@NUMBER."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["load", "check", "diff"])
        parser.add_argument("plans", nargs="*", help="one for load and check, one or two for diff")

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["plans"] or [settings.PLAN]
        {"load": self.put_into_force, "check": self.look_for_faults, "diff": self.compare}[options["what"]](named)

    def look_for_faults(self, named: list[str]) -> None:
        """Say every fault with its line; end with an error when there is one."""
        for name in named:
            plan = self.read(name)
            said = _("%(name)s: no fault. %(targets)d targets, %(tasks)d duties, %(units)d units named.")
            counts = {"targets": len(plan.targets), "tasks": len(plan.leaves), "units": len(plan.units)}
            self.stdout.write(said % {"name": name, **counts})
            self.tell_early(plan)

    def put_into_force(self, named: list[str]) -> None:
        if len(named) != 1:
            raise CommandError(_("One plan can be in force. Name one."))
        plan = self.read(named[0])
        loaded = load_plan(path_of(named[0]).read_text(encoding="utf-8"), actor=SYSTEM, source="command")
        if loaded.is_new:
            said = _("%(plan)s, version %(number)d, is in force.")
        else:
            said = _("%(plan)s, version %(number)d, was in force already.")
        self.stdout.write(said % {"plan": plan.key, "number": loaded.version.number})
        said = _("Tasks of units: %(given)d given, %(changed)d changed, %(withdrawn)d withdrawn.")
        given = loaded.given
        self.stdout.write(said % {"given": given.given, "changed": given.changed, "withdrawn": given.withdrawn})
        for unit in missing_units(plan):
            said = _("The county has no unit for “%(unit)s” yet. Found it and load the plan again.")
            self.stdout.write(said % {"unit": unit.id})
        self.tell_early(plan)

    def compare(self, named: list[str]) -> None:
        """The differences from the first plan to the second; of one plan alone, from the plan in force to it."""
        if len(named) > 2:
            raise CommandError(_("Two plans can be compared. Name one or two."))
        old = self.read(named[0]) if len(named) == 2 else current_plan()
        found = differences(old, self.read(named[-1]))
        for one in found:
            self.stdout.write(f"{MARKS[one.kind]} {one.sentence}")
        if not found:
            self.stdout.write(_("The two plans say the same."))

    def tell_early(self, plan: Plan) -> None:
        for task in plan.leaves:
            if plan.is_due_before_issue(task.due_on):
                said = _("Due before the plan was issued: %(task)s on %(day)s.")
                self.stdout.write(said % {"task": task.id, "day": task.due_on})

    def read(self, name: str) -> Plan:
        key, _at, number = name.partition("@")
        if number.isdecimal():
            version = PlanVersion.objects.filter(key=key, number=int(number)).first()
            if version is None:
                raise CommandError(_("There is no version “%(name)s”.") % {"name": name})
            return plan_of(version)
        try:
            return load(path_of(name))
        except Refusals as refusals:
            raise CommandError("\n".join(told(name, refusal) for refusal in refusals.refusals)) from None


def told(name: str, refusal: Any) -> str:
    """A fault as an editor can jump to it: file:line: sentence."""
    line = getattr(refusal, "line", None)
    return f"{name}:{line}: {refusal}" if line else f"{name}: {refusal}"


def path_of(name: str) -> Path:
    """A file, or the shipped plan of that name."""
    path = Path(name)
    return path if path.suffix or path.exists() else library_path(name)
