"""gangqiao firststart: print the links by which the first three administrators come in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.actions import invite_administrators
from gangqiao.accounts.refusals import AlreadyStarted
from gangqiao.accounts.roles import ROLES


class Command(BaseCommand):
    help = "Print one link for each of the three administrators that does not exist yet. Each works once, for a day."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--base", default="http://127.0.0.1:8000", help="address the product is reached at")

    def handle(self, *args: Any, base: str, **options: Any) -> None:
        try:
            tokens = invite_administrators()
        except AlreadyStarted as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(_("Give each link to another person. Each works once, for 24 hours:") + "\n")
        for role, token in tokens.items():
            path = reverse("accounts:accept_invitation", args=[token])
            self.stdout.write(f"  {ROLES[role].label}:  {base.rstrip('/')}{path}")
