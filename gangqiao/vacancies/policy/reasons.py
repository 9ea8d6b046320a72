"""Why a vacancy stands in a pack, as sentences that are stored with their numbers and translated when they are shown.

Those of a village count people and name nobody; they are for its officer. Those of a person are for the door.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gangqiao.kernel.words import Say

if TYPE_CHECKING:
    from gangqiao.vacancies.policy.choosing import Crowd, Offer, Seeker

Why = list[Any]  # [msgid, {values}], as JSON keeps it


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a person. weight: how much it moves the vacancy upwards."""

    said: Why
    weight: int


def said(why: Why) -> str:
    """A stored reason in the reader's language."""
    return str(Say(why[0], **why[1]))


def _kept(sentence: Say) -> Why:
    return [sentence.msgid, sentence.values]


def village_reasons(crowd: Crowd, offer: Offer, fit: int) -> list[Why]:
    """What speaks for a vacancy in a village: counts of those whom it fits, and what is true of the post itself."""
    wished = crowd.any_of("wished", offer.trades) & fit
    learnt = crowd.any_of("can", offer.trades) & fit
    asked = crowd.of("asks", offer.pay) & fit if offer.pay is not None else 0
    counted = [
        (wished, Say("trade wished for: %(n)d here", n=wished.bit_count())),
        (learnt, Say("trade learnt: %(n)d here", n=learnt.bit_count())),
        (asked, Say("pays what they ask for: %(n)d here", n=asked.bit_count())),
    ]
    if "over_50" in offer.suits:
        older = crowd.older & fit
        counted.append((older, Say("over %(age)d: %(n)d here", age=crowd.older_from, n=older.bit_count())))
    if "no_mandarin" in offer.suits:
        others = crowd.no_mandarin & fit
        counted.append((others, Say("speak no Mandarin: %(n)d here", n=others.bit_count())))
    if "class_c" in offer.suits:
        weak = crowd.weak & fit
        counted.append((weak, Say("cannot do hard work: %(n)d here", n=weak.bit_count())))
    reasons = [sentence for people, sentence in counted if people]
    if crowd.everybody and not reasons:
        reasons.append(Say("can take it: %(n)d here", n=fit.bit_count()))
    if not crowd.everybody:
        reasons.append(Say("nobody here has said what they seek: it is near"))
    return [_kept(sentence) for sentence in (*_near(offer), *reasons, *_couples(offer))]


def person_reasons(seeker: Seeker, offer: Offer, older_from: int) -> list[Reason]:
    """What speaks for a vacancy at one door."""
    found = [
        (bool(seeker.trades & offer.trades), Say("the trade wished for"), 6),
        (bool(seeker.can & offer.trades), Say("the trade learnt"), 5),
        (seeker.reach is not None and seeker.reach == offer.reach, Say("as far away as wished"), 2),
        (
            seeker.floor is not None and offer.pay is not None and offer.pay >= seeker.floor,
            Say("it pays what was asked for"),
            2,
        ),
        (
            "over_50" in offer.suits and seeker.age is not None and seeker.age >= older_from,
            Say("it suits people over %(age)d", age=older_from),
            2,
        ),
        ("no_mandarin" in offer.suits and seeker.speaks == "no", Say("no Mandarin is needed"), 2),
        ("class_c" in offer.suits and seeker.is_weak, Say("no hard work"), 2),
    ]
    reasons = [Reason(_kept(sentence), weight) for holds, sentence, weight in found if holds]
    reasons += [Reason(_kept(sentence), 1) for sentence in (*_near(offer), *_couples(offer))]
    return reasons or [Reason(_kept(Say("nothing speaks against it")), 0)]


def _near(offer: Offer) -> list[Say]:
    return {0: [Say("in the own township")], 1: [Say("in the county")]}.get(offer.distance, [])


def _couples(offer: Offer) -> list[Say]:
    return [Say("room for couples")] if offer.has_couples_room else []
