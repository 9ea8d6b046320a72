"""`gangqiao imports`: what an import would say of workbooks, and how well it finds planted faults. Stores nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.roles import ROLES
from gangqiao.imports.jobs.checking import judged_of
from gangqiao.imports.scoring import Result, score_folder
from gangqiao.imports.states import Fate
from gangqiao.imports.understanding import understand_book
from gangqiao.kernel.actor import Actor, Post
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sheets import open_book
from gangqiao.places.reads import county

WHOLE_COUNTY = "headquarters_office"
SHOWN = 20  # sentences of a file, or missed faults of a kind


class Command(BaseCommand):
    help = "Reads workbooks as an import would and says what would happen, without storing anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        check = what.add_parser("check", help="read and judge workbooks")
        check.add_argument("files", nargs="+", type=Path)
        score = what.add_parser("score", help="hold what is found against the answer key of `gangqiao synth --out`")
        score.add_argument("folder", type=Path)
        for one in (check, score):
            one.add_argument("--as", dest="user", default="", help="user name; otherwise as the county's office")
            one.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = _actor(options["user"])
        with scope_of(actor.areas("imports.upload")):
            try:
                (self.judge if options["what"] == "check" else self.score)(options, actor)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal

    def judge(self, options: dict[str, Any], actor: Actor) -> None:
        for path in options["files"]:
            with open_book(path, name=path.name) as book:
                found = understand_book(book, lambda columns: None)
                judged = [j for _record, j in judged_of(book, found, actor, path.name)]
            fates = Counter(str(j.fate) for j in judged)
            rows = [
                {"sheet": j.sheet, "line": j.line, "fate": str(j.fate), "notes": [n.to_json() for n in j.payload.notes]}
                for j in judged
                if j.fate != Fate.SAME
            ]
            if options["json"]:
                self.stdout.write(json.dumps({"file": path.name, "fates": fates, "rows": rows}, ensure_ascii=False))
                continue
            self.stdout.write(f"{path.name}: " + ", ".join(f"{Fate(f).label} {n}" for f, n in sorted(fates.items())))
            told = [(j.line, n) for j in judged for n in j.payload.notes if n.severity != "read"]
            for line, note in told[:SHOWN]:
                self.stdout.write(f"  {line:>6} {note.column:>3}  {note.say}")

    def score(self, options: dict[str, Any], actor: Actor) -> None:
        result = score_folder(options["folder"], actor)
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(result), ensure_ascii=False))
        else:
            self._table(result)
        if not result.is_perfect:
            raise CommandError(_("Not every planted fault was found, or a clean row was accused."))

    def _table(self, result: Result) -> None:
        self.stdout.write(f"{_('kind'):<28}{_('planted'):>10}{_('found'):>10}{_('invisible'):>10}")
        for kind, score in sorted(result.scores.items()):
            self.stdout.write(f"{kind:<28}{score.planted:>10}{score.found:>10}{score.invisible:>10}")
            for fault in score.missed[:SHOWN]:
                self.stdout.write(f"    - {fault['file']} {fault['line']} {fault['column']}")
        self.stdout.write(
            _("clean rows: %(clean)d, accused: %(accused)d; the register differs on %(differences)d of them")
            % {"clean": result.clean, "accused": len(result.accused), "differences": result.differences}
        )
        for one in result.accused[:SHOWN]:
            self.stdout.write(f"    ! {one['file']} {one['line']} {one.get('column', '')} {one['code']}")


def _as_json(result: Result) -> dict[str, Any]:
    kinds = {k: {"planted": s.planted, "found": s.found, "invisible": s.invisible} for k, s in result.scores.items()}
    return {
        "kinds": kinds,
        "clean": result.clean,
        "accused": result.accused,
        "differences": result.differences,
        "perfect": result.is_perfect,
    }


def _actor(name: str) -> Actor:
    """The user of the name, else the county's office. Raises CommandError for an unknown user."""
    if not name:
        role = ROLES[WHOLE_COUNTY]
        post = Post(role.key, "", county().key, role.verbs, role.level, role.reveal)
        return Actor(user_id=0, name="imports", posts=(post,))
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(_("There is no user called %(name)s.") % {"name": name})
    return actor_of(user)
