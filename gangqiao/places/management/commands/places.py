"""`gangqiao places load`: fill the division tree from the files that come with the product."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gangqiao.places.actions import load_divisions


class Command(BaseCommand):
    help = "load: add the official divisions that are missing. A second call changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["load"])
        parser.add_argument("--county", default="mile", help="name of a county file in gangqiao/places/data")

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_divisions(options["county"])
        self.stdout.write(
            _("%(divisions)d divisions, %(codes)d codes and %(successions)d successions added.")
            % {"divisions": loaded.divisions, "codes": loaded.codes, "successions": loaded.successions}
        )
