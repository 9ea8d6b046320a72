"""The published choice on paper: the masked lines of `reads.posts_public`, and where to object."""

from __future__ import annotations

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.models import PublicPost
from gangqiao.assistance.papers.announcement import set_paper
from gangqiao.assistance.reads.posts_public import of_post
from gangqiao.assistance.showing.posts import pay_words
from gangqiao.kernel.actor import Actor
from gangqiao.people.reads.masking import place_name


def set_publicity(post: PublicPost, actor: Actor) -> bytes:
    """The PDF of the published choice. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        listed = of_post(post)
        days = {"first": date_format(listed.first), "last": date_format(listed.last)}
        pay, months = pay_words(post), _("%(n)d months") % {"n": post.months}
        wish = {
            "title": _("Published choice for a public post"),
            "opening": _("By the stated rules the following people of %(place)s are chosen for “%(title)s”.")
            % {"place": place_name(str(post.area_id)), "title": post.title},
            "columns": [pgettext("public posts", "No."), _("Name"), _("Sex"), _("Age"), _("Post"), _("Pay"), _("Term")],
            "rows": [
                [str(number), one.name, one.sex, one.age, post.title, pay, months]
                for number, one in enumerate(listed.lines, 1)
            ],
            "none": _("Nothing is published at present."),
            "period": _("Published from %(first)s to %(last)s.") % days,
            "object": _("Whoever disagrees says so in these days, with or without a name: telephone %(phone)s.")
            % {"phone": post.objection_phone or "12333"},
        }
        return set_paper("publicity_choice", post, actor, wish)
