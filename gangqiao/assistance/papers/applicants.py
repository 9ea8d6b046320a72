"""The open list of applicants on paper: masked names, when they applied, what became of it."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Applicant, PublicPost
from gangqiao.assistance.papers.announcement import set_paper
from gangqiao.assistance.states import ApplicantStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import mask_name
from gangqiao.people.codes import LISTS as PEOPLE_LISTS


def set_applicants(post: PublicPost, applicants: list[Applicant], actor: Actor) -> bytes:
    """The PDF of the open list. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        wish = {
            "title": _("Open list of applicants: %(title)s") % {"title": post.title},
            "opening": _(
                "Whoever finds a name missing, or thinks one is wrong, tells the village office or calls %(phone)s."
            )
            % {"phone": post.objection_phone or "12333"},
            "columns": [pgettext("public posts", "No."), _("Name"), _("Sex"), _("Age"), _("Applied on"), _("State")],
            "rows": [_cells(number, one) for number, one in enumerate(applicants, 1)],
            "none": _("Nobody has applied yet."),
        }
        return set_paper("applicants", post, actor, wish)


def _cells(number: int, one: Applicant) -> list[str]:
    age = one.person.age_on(clock.today())
    state = str(ApplicantStatus(one.status).label)
    # Why somebody was not chosen is told to the person, not to the village: of that the board says one thing only.
    if one.not_chosen == "others_first":
        state = f"{state} ({LISTS['not_chosen'].word(one.not_chosen)})"
    sex = PEOPLE_LISTS["sex"].word(one.person.sex) if one.person.sex else ""
    return [
        str(number), mask_name(str(one.person.name)), sex, "" if age is None else str(age),
        date_format(one.applied_on), state,
    ]  # fmt: skip
