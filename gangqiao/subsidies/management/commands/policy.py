"""`gangqiao policy check|explain|diff|scan`: the rules of the subsidies, tried, explained and compared."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from gangqiao.kernel import clock
from gangqiao.kernel.policy import NoParameterYet, WrongPolicyFile
from gangqiao.subsidies.policy.books import LIBRARY, Book, Decision
from gangqiao.subsidies.policy.checking import check_book, check_rule
from gangqiao.subsidies.policy.comparing import compare
from gangqiao.subsidies.policy.files import loaded
from gangqiao.subsidies.reads.confirming import confirmations_of, confirmed, open_of
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.subsidies.reads.rule_texts import all_texts, parsed
from gangqiao.subsidies.reads.scanning import scan, with_all

MARKS = {"met": "✓", "not_met": "✗", "missing": "?"}


class Command(BaseCommand):
    help = "Checks, explains and compares the rules of the subsidies."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        check = what.add_parser(
            "check", help="read every rule of a book and try its cases; and what the county confirmed"
        )
        check.add_argument("book", nargs="*", default=[], help="name of a book of the library, or a folder")
        explain = what.add_parser("explain", help="say how somebody stands to every rule, and why")
        explain.add_argument("facts", help="YAML file: the facts of a person (or `facts:` and `others:`)")
        diff = what.add_parser("diff", help="say who would gain or lose: another book, or another day")
        diff.add_argument("--against", default="", help="the other book; without it, the same one")
        diff.add_argument("--against-day", type=date.fromisoformat, help="the other day; without it, the same one")
        counted = what.add_parser("scan", help="how everybody of the county stands to every rule")
        for one in (explain, diff, counted):
            one.add_argument("--book", default="yunnan_2020")
            one.add_argument("--day", type=date.fromisoformat, default=None)
            one.add_argument("--language", choices=["zh", "en"], default="zh")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            getattr(self, f"do_{what}")(**options)
        except (WrongPolicyFile, NoParameterYet, KeyError) as error:
            raise CommandError(str(error)) from error

    def do_check(self, book: list[str], **_options: Any) -> None:
        """Every book that is named, or all of the library and what the county confirmed and switched on.

        Fails with what is wrong, a line each.
        """
        faults = 0 if book else self.check_county()
        for name in book or sorted(path.parent.name for path in LIBRARY.glob("*/book.yaml")):
            found = check_book(folder_of(name))
            for fault in found.faults:
                self.stderr.write(f"{name}: {fault}")
            for key, open_ in found.unconfirmed.items():
                self.stdout.write(f"{name}: {key}: unconfirmed, pays nothing yet: {', '.join(open_)}")
            faults += len(found.faults)
            self.stdout.write(f"{name}: {found.rules} rules, {found.cases} cases, {len(found.faults)} faults")
        if faults:
            raise CommandError(f"{faults} faults")

    def check_county(self) -> int:
        """What the county added to its book: rules that are on, numbers confirmed, numbers not. Gives the faults."""
        try:
            book, texts = book_on(clock.today()), list(all_texts())
        except DatabaseError:
            self.stderr.write("county: there is no database yet; confirmations and switched rules are not read")
            return 0
        known, faults = confirmed(), 0
        for text in texts:
            if text.switched_on is not None and text.off_on is None:
                found = check_rule(book.with_rule(*parsed(text.pk, text.version)), text.programme)
                faults += len(found)
                self.stdout.write(f"county: {text.programme}: {text.version} on since {text.switched_on}")
                for fault in found:
                    self.stderr.write(f"county: {fault}")
        for key, rule in book.rules.items():
            for item, row in confirmations_of(rule).items():
                by = f"{row.document} {row.article}".strip()
                self.stdout.write(f"county: {key}: {item}: confirmed by {by}, {row.confirmed_by}, {row.confirmed_on}")
            if open_ := open_of(rule, clock.today(), known):
                self.stdout.write(f"county: {key}: unconfirmed, pays nothing yet: {', '.join(open_)}")
        return faults

    def do_explain(self, facts: str, book: str, day: date | None, language: str, **_options: Any) -> None:
        """All rules in force about the facts of a file."""
        path = Path(facts)
        if not path.is_file():
            raise CommandError(f"There is no file {facts}. Name a YAML file with facts, as `is_registered_poor: true`.")
        read = loaded(path.read_text(encoding="utf-8"), path.name)
        if not isinstance(read, dict):
            raise CommandError(f"{facts}: a mapping of facts is asked for, as `is_registered_poor: true`.")
        person, others = (read["facts"], read.get("others", [])) if "facts" in read else (read, [])
        for decision in Book.load(folder_of(book)).explain(person, day or clock.today(), others):
            self.show(decision, language)

    def show(self, decision: Decision, language: str) -> None:
        """One rule with its answers, as text."""
        amount = "" if decision.amount is None else f"  {decision.amount:g} {decision.rule.unit}"
        self.stdout.write(f"{decision.rule.title[language]} [{decision.rule.key}]: {decision.standing}{amount}")
        for answer in decision.answers:
            where = answer.articles.get(language) or answer.article
            self.stdout.write(f"  {MARKS[answer.verdict]} {answer.says[language]}  ({where})")

    def do_diff(self, book: str, day: date | None, against: str, against_day: date | None, **_options: Any) -> None:
        """Who of the county would gain, lose, get more or less; and the cost by fund line."""
        first, second = day or clock.today(), against_day or day or clock.today()
        before, after = Book.load(folder_of(book)), Book.load(folder_of(against or book))
        frame = with_all(before, with_all(after, county_facts(first)))
        found = compare(frame, (before, first), (after, second), subject="person")
        for (rule, how), many in sorted(found.counts().items()):
            self.stdout.write(f"{rule}: {many:,} {how}")
        for line in sorted({*found.cost_before, *found.cost_after}):
            was, now = found.cost_before.get(line, 0.0), found.cost_after.get(line, 0.0)
            self.stdout.write(f"{line}: {was / 100:,.2f} -> {now / 100:,.2f} yuan")
        if not found.changes:
            self.stdout.write("Nothing changes for anybody.")

    def do_scan(self, book: str, day: date | None, language: str, **_options: Any) -> None:
        """How many stand how to each rule, and what those entitled would cost."""
        found = scan(Book.load(folder_of(book)), day or clock.today())
        self.stdout.write(f"{found.people:,} people")
        for key, counts in found.counts.items():
            words = ", ".join(f"{standing} {many:,}" for standing, many in counts.items())
            self.stdout.write(
                f"{found.book.rules[key].title[language]} [{key}]: {words}; {found.cost[key] / 100:,.2f} yuan"
            )


def folder_of(name: str) -> Path:
    """The folder of a book: one of the library by its name, or any by its path. Raises CommandError."""
    for path in (LIBRARY / name, Path(name)):
        if (path / "book.yaml").is_file():
            return path
    known = ", ".join(sorted(path.parent.name for path in LIBRARY.glob("*/book.yaml")))
    raise CommandError(f"There is no book “{name}”. Name one of {known}, or a folder with a book.yaml.")
