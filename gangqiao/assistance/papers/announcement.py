"""Papers of public posts: announcement, open list, published choice, agreement, in the county's own language.

The first three are put up in the village: they are made of facts of the post and of masked lines alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import PublicPost
from gangqiao.assistance.policy.posts import NUMBERS
from gangqiao.assistance.showing.posts import pay_words
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.reads.masking import place_name

FOLDER = Path(__file__).parent
COMMON = FOLDER / "posts_common.typ"


def set_paper(layout: str, post: PublicPost, actor: Actor, wish: dict[str, Any]) -> bytes:
    """The PDF of a layout of this folder. Raises NotSet."""
    at = date_format(clock.today())
    shared = {
        "zh": (get_language() or "").startswith("zh"),
        "mark": _("%(number)s · printed by %(name)s, %(day)s") % {"number": post.number, "name": actor.name, "day": at},
        "signed": _("%(place)s, %(day)s (seal)") % {"place": place_name(str(post.area_id)), "day": at},
    }
    return set_pdf(FOLDER / f"{layout}.typ", {**shared, **wish}, after=COMMON)


def set_announcement(post: PublicPost, actor: Actor) -> bytes:
    """The announcement: what the post is, who may apply, until when, and how. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        return set_paper("announcement", post, actor, _announcement(post))


def _announcement(post: PublicPost) -> dict[str, Any]:
    numbers, until = NUMBERS.on(clock.today()), post.announced_until
    kinds = _(", ").join(PEOPLE_LISTS["category"].word(kind) for kind in numbers.open_to)
    quota = post.quota
    ages = {"youngest": numbers.youngest, "men": numbers.oldest_men, "women": numbers.oldest_women}
    return {
        "title": _("Announcement of a public post"),
        "opening": _("The following public post is open to the people of %(place)s.")
        % {"place": place_name(str(post.area_id))},
        "facts": [
            (_("Post"), post.title),
            (_("Kind of post"), LISTS["post_kind"].word(quota.kind)),
            (_("Places"), str(post.free)),
            (_("Duties"), post.duties),
            (_("Where the duty is done"), post.place or "—"),
            (_("Hours of duty"), post.hours or "—"),
            (_("Pay"), pay_words(post)),
            (_("Days of duty a month"), str(post.required_days)),
            (_("Term in months"), str(post.months)),
            (_("Department"), LISTS["post_department"].word(quota.department)),
            (_("Fund line"), LISTS["fund_line"].word(quota.fund_line)),
            (_("Document number"), quota.document or _("none: the amount is not confirmed")),
        ],
        "who_title": _("Who may apply"),
        "who": [
            _("People of one of these: %(kinds)s.") % {"kinds": kinds},
            _("From %(youngest)s years of age; men up to %(men)s, women up to %(women)s.") % ages,
            _("Able to do the duties, at home, and not at work elsewhere."),
            _("Without another public post, of whatever department."),
            _("No kin of a village officer. Everybody declares this."),
        ],
        "how_title": _("How to apply"),
        "how": _("At the village office until %(day)s. The list is open: anybody may see it. It costs nothing.")
        % {"day": date_format(until) if until else "—"},
    }
