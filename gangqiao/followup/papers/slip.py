"""The worker's slip on A5, in the county's own language and large enough to be read without glasses."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.followup.reads.slips import SlipFacts
from gangqiao.kernel import clock
from gangqiao.kernel.typesetting import set_pdf

LAYOUT = Path(__file__).with_name("slip.typ")


def set_slip(name: str, facts: SlipFacts) -> bytes:
    """The PDF of a slip. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        return set_pdf(LAYOUT, _wish(name, facts))


def _wish(name: str, facts: SlipFacts) -> dict[str, object]:
    since = date_format(facts.since) if facts.since else ""
    station = [facts.station, facts.station_phone, facts.station_address]
    return {
        "title": _("Keep this slip with you"),
        "name": name,
        "work": [part for part in (facts.employer, facts.place, since) if part],
        "help_title": _("Help line"),
        "help_line": facts.help_line,
        "help_words": _("Unpaid wages, an accident, somebody who keeps your papers: call."),
        "station_title": _("Service station at your place of work"),
        "station": [part for part in station if part] or [_("None near: call the help line.")],
        "promised_title": _("What was promised"),
        "promised": [[label, words] for label, words in facts.promised],
        "promised_none": _("Nothing was written down. Ask for a contract before you begin."),
        "rights_title": _("Your rights"),
        "rights": [
            _("Nobody may ask you for money for a job, or keep your identity card."),
            _("Pay is in money, to you, at least once a month."),
            _("You are called after 7, 30, 90 and 180 days. If you do not want that, say so: it has no consequence."),
            _("You can object to what is recorded of you, and see who looked at it, at your village office."),
            _("You can stop sharing with the employer or anybody else at any time. Tell your village officer."),
        ],
        "foot": _("Given on %(day)s by the county's employment service") % {"day": date_format(clock.today())},
    }
