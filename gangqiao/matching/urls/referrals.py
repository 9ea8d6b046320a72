"""Addresses of referrals. They are named by uuid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.matching.views import referrals, referrals_asking, referrals_employers, referrals_links

POST, BOTH = ("POST",), ("GET", "POST")


def _on(
    route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST, *, name: str = ""
) -> URLPattern:
    """An address of one referral."""
    return address(
        f"referrals/<uuid:referral>/{route}",
        view,
        who=f"matching.{verb}",
        name=name or verb,
        methods=methods,
        kind="referral",
    )


urlpatterns: list[Any] = [
    address("referrals/", referrals.referral_list, who="matching.view_referrals", name="referrals"),
    address("i/<str:token>/", referrals_links.by_link, who=PUBLIC, name="by_link", methods=BOTH),
    address("introduced/", referrals_employers.introduced, who="matching.view_introduced", name="introduced"),
    address(
        "referrals/offer/<uuid:person>/",
        referrals_asking.offer,
        who="matching.offer",
        name="offer",
        methods=BOTH,
        kind="person",
    ),
    _on("", referrals.referral, "view_referrals", ("GET",), name="referral"),
    _on("offer/", referrals.offer_suggested, "offer", name="offer_suggested"),
    _on("answer/", referrals_asking.answer, "accept", ("GET",), name="answer"),
    _on("accept/", referrals_asking.accept, "accept"),
    _on("decline/", referrals_asking.decline, "decline"),
    _on("consent/", referrals.take_consent, "take_consent"),
    _on("consent/back/", referrals.withdraw_consent, "withdraw_consent"),
    _on("introduce/", referrals.introduce, "introduce"),
    _on("hired/", referrals.hire, "hire"),
    _on("not-hired/", referrals.refuse, "refuse"),
    _on("started/", referrals.report, "report"),
    _on("never-started/", referrals.take_back, "take_back"),
    _on("still-there/", referrals.retain, "retain"),
    _on("left/", referrals.leave, "leave"),
    _on("withdraw/", referrals.withdraw, "withdraw"),
]
