"""The night of the batches, and what follows from referrals, consents and records that are closed."""

from __future__ import annotations

from uuid import UUID

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.transfers.actions import batches_following as following
from gangqiao.transfers.actions import batches_naming as naming


@nightly
def follow_the_day() -> None:
    """Also done twice it changes each once."""
    following.ask_whose_check_ran_out()
    following.look_again_at_what_is_cleared()
    naming.hide_the_lapsed()


@after("matching.introduce")
@after("matching.take_consent")
@after("matching.withdraw_consent")
@after("matching.decline")
@after("matching.refuse")
@after("matching.withdraw")
@after("matching.close_elsewhere")
@after("matching.take_back")
@after("matching.retain")
@after("matching.leave")
def after_referral(event: Event) -> None:
    """The employer of a batch sees of somebody what it may see by the referral; one that ended takes its people off."""
    name, _colon, key = str(event.subject).partition(":")
    if name == "matching.referral" and key:
        following.post_gone(UUID(key))
        naming.follow_referral(UUID(key))


@after("people.record_death")
@after("people.merge")
def after_closing(event: Event) -> None:
    """Whose record is closed travels in no batch."""
    if event.person:
        following.person_gone(event.person)
