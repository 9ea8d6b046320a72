"""The public page of public posts: what one may apply for, and who was chosen, masked. Anybody may see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.reads import posts_public
from gangqiao.assistance.showing.posts import pay_words
from gangqiao.people.reads.masking import place_name
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import public_page


@public_page
def public_posts(request: HttpRequest) -> HttpResponse:
    """Announcements and choices in publicity, each with the telephone for objections."""
    published = [
        (one, place_name(str(one.post.area_id)), pay_words(one.post), LISTS["post_kind"].word(one.post.quota.kind))
        for one in posts_public.in_publicity()
    ]
    open_now = [(post, place_name(str(post.area_id)), pay_words(post)) for post in posts_public.announced()]
    shown = {"published": published, "open_now": open_now, "is_kept": False}
    return show(request, "assistance/posts_public.html", shown)
