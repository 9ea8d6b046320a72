"""gangqiao demo_accounts: make the demonstration's accounts and print them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gangqiao.accounts.actions.demonstration import PASSWORD, make_demo_accounts
from gangqiao.accounts.refusals import OnlyInDemonstration


class Command(BaseCommand):
    help = "Make one account for each role of the demonstration. Refused unless GANGQIAO_DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = make_demo_accounts()
        except OnlyInDemonstration as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        said = _("Accounts of the demonstration, all with the password %(password)s")
        self.stdout.write(said % {"password": PASSWORD} + "\n")
        width = max(len(account.user.username) for account in made)
        for account in made:
            self.stdout.write(f"  {account.user.username:<{width}}  {account.role}  {account.area}".rstrip())
