"""The self-audit book to be printed and signed: every check, what it found, how it was settled, and a sample.

Names of people are masked, and long rows of digits in what somebody wrote are covered: no ID number and no account
stands in it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.papers.duty_setting import mark_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.reads.masking import place_name, place_names
from gangqiao.places.reads import county_path
from gangqiao.subsidies.checks import CHECKS
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Claim, Finding
from gangqiao.subsidies.reads import findings_book as reads
from gangqiao.subsidies.reads.findings_book import OfCheck, Wanted
from gangqiao.subsidies.showing.claims import rule_title
from gangqiao.subsidies.showing.findings import severity_words, title_of

LAYOUT = Path(__file__).with_name("audit_book.typ")
# Seven digits can be a telephone of a house; more can be an ID number, a card or a mobile.
_LONG = re.compile(r"[0-9０-９](?:[\s\-—.]?[0-9０-９]){7,}[xXｘＸ]?")


def covered(words: str) -> str:
    """What somebody wrote, with rows of eight and more digits covered, also when spaces part them."""
    return _LONG.sub("********", words)


def audit_book_pdf(wanted: Wanted, actor: Actor) -> bytes:
    """The book on A4. In the scope of the moment. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        return set_pdf(LAYOUT, {**book_of(wanted), "mark": mark_of(actor)})


def book_of(wanted: Wanted) -> dict[str, Any]:
    """Everything the book says, in the language in force."""
    claims = reads.claims_of(wanted)
    many, fen = reads.summed(claims)
    found, sample = reads.by_check(claims), reads.sample_of(claims)
    nothing = OfCheck()
    return {
        "title": _("Self-audit book of subsidies"),
        "facts": [*_about(wanted), [_("Claims looked at"), f"{many:,}"], [_("Amount"), _yuan(fen)]],
        "checks_title": _("What each check found"),
        "checks": [
            [title_of(key), severity_words(one), str(many), *_numbers(found.get(key, nothing))]
            for key, one in CHECKS.items()
        ],
        "checks_heads": [
            pgettext("self-audit book", "Check"), pgettext("self-audit book", "Effect"),
            pgettext("self-audit book", "Looked at"), pgettext("self-audit book", "Claims found"),
            pgettext("self-audit book", "In order"), pgettext("self-audit book", "Wrong"),
            pgettext("self-audit book", "Mended"), pgettext("self-audit book", "Open"),
        ],
        "settled_title": _("How it was settled"),
        "settled_heads": [
            pgettext("self-audit book", "Check"), pgettext("claim", "Number"), pgettext("self-audit book", "Outcome"),
            _("In words"), pgettext("self-audit book", "Settled by"), _("Day"),
        ],
        "settled": _settled(found),
        "sample_title": _("Sample of claims"),
        "sample_note": _("Chosen by a digest of their numbers: whoever prints the book gets the same ones."),
        "sample_heads": [
            pgettext("claim", "Number"), pgettext("self-audit book", "Payee"), _("Place"), _("Amount"),
            pgettext("self-audit book", "Evidence"), pgettext("self-audit book", "Open"),
            pgettext("self-audit book", "Seen by"),
        ],
        "sample": _sampled(sample),
        "none": pgettext("self-audit book", "none"),
        "signatures": [_("Drawn up by"), _("Checked by"), _("Person in charge"), _("Day")],
    }  # fmt: skip


def _about(wanted: Wanted) -> list[list[str]]:
    said = [[_("Place"), place_name(wanted.area or county_path())]]
    if wanted.programme:
        first = reads.claims_of(wanted).order_by("pk").first()
        title = rule_title(wanted.programme, first.decided_for) if first is not None else wanted.programme
        said.append([pgettext("subsidy", "Rule"), title])
    if wanted.period:
        said.append([pgettext("subsidy", "Period"), wanted.period])
    if wanted.batch:
        said.append([_("Number of the batch of payments"), wanted.batch])
    return said


def _yuan(fen: int) -> str:
    return _("%(n)s yuan") % {"n": format_yuan(fen)}


def _numbers(one: OfCheck) -> list[str]:
    return [str(number) for number in (len(one.found), one.cleared, one.confirmed, one.gone, one.open)]


def _settled(found: dict[str, OfCheck]) -> list[list[str]]:
    rows = [row for key in CHECKS if key in found for row in found[key].settled]
    codes = dict(Claim.objects.filter(pk__in={row.claim_id for row in rows}).values_list("pk", "code"))
    return [_settled_row(row, codes) for row in rows]


def _settled_row(row: Finding, codes: dict[int, str]) -> list[str]:
    return [
        title_of(row.check_key), codes.get(row.claim_id, ""), LISTS["finding_outcome"].word(row.outcome),
        covered(row.words or ""), mask_name(row.settled_by),
        date_format(row.settled_on, "Y-m-d") if row.settled_on else "",
    ]  # fmt: skip


def _sampled(sample: list[Claim]) -> list[list[str]]:
    kinds, still, places = (
        reads.evidence_of(sample),
        reads.open_of(sample),
        place_names({str(c.area_id) for c in sample}),
    )
    return [
        [
            claim.code, mask_name(claim.person.name if claim.person is not None else claim.payee_name),
            places.get(str(claim.area_id), ""), _yuan(claim.amount),
            "、".join(LISTS["evidence_kind"].word(kind) for kind in kinds[claim.pk]) or "—", str(still[claim.pk]), "",
        ]
        for claim in sample
    ]  # fmt: skip
