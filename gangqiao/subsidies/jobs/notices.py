"""Public notices end by themselves, and a claim that is withdrawn, rejected or sent back goes off its notice."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import notices
from gangqiao.subsidies.models import Claim, Notice
from gangqiao.subsidies.states import NoticeStatus

CLAIM = Claim._meta.label_lower


@nightly
def end_notices() -> None:
    """End what was up until yesterday. Done twice it ends each once; the public page never waits for it."""
    with scope_of([county_path()]):
        for notice in Notice.objects.filter(status=NoticeStatus.PUBLISHED, last__lt=clock.today()).order_by("pk"):
            notices.end(notice, actor=SYSTEM, source="job")


@after("subsidies.withdraw")
@after("subsidies.reject")
@after("subsidies.send_back")
def after_gone(event: Event) -> None:
    """The public page has left the claim out from the moment it was decided; here its line is marked, too."""
    name, _colon, key = str(event.subject).partition(":")
    if name == CLAIM and key:
        with scope_of([county_path()]):
            notices.take_off_gone(UUID(key))
