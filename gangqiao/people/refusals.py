"""Why an act on the register can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class ReasonMissing(Refusal):
    """A governed change was asked for without a reason."""

    def __init__(self) -> None:
        super().__init__(Say("This change needs a reason. Write in a few words why it is made."), field="reason")


class DayNotPossible(Refusal):
    """The day lies in the future, or before what it changes began."""

    def __init__(self, day: date, earliest: date | None = None) -> None:
        if earliest is None:
            sentence = Say("%(day)s lies in the future. Choose today or an earlier day.", day=day)
        else:
            sentence = Say(
                "%(day)s lies before %(earliest)s. Choose that day or a later one.", day=day, earliest=earliest
            )
        super().__init__(sentence, field="effective_on")


class HeadMissing(Refusal):
    """A household would stand without its head."""

    def __init__(self) -> None:
        super().__init__(Say("The household needs a head. Choose one of its members as head."), field="head")


class HeadWouldLeave(Refusal):
    """The head would leave while others stay."""

    def __init__(self, name: Any) -> None:
        super().__init__(
            Say(
                "%(name)s is the head and others stay behind. Change the head first, or take all members along.",
                name=name,
            ),
            field="members",
        )


class NotAMember(Refusal):
    """A person named as member is not in the household."""

    def __init__(self, name: Any = "") -> None:
        super().__init__(
            Say("%(name)s is not a member of this household. Choose among its members.", name=name), field="members"
        )


class NobodyChosen(Refusal):
    """Nobody was chosen to leave, or everybody was."""

    def __init__(self) -> None:
        super().__init__(
            Say("Choose who forms the new household: at least one member, and not all of them."), field="members"
        )


class IdMissing(Refusal):
    """Neither an ID number nor a reason why there is none."""

    def __init__(self) -> None:
        super().__init__(Say("Give the ID number, or say why there is none."), field="id_number")


class AlreadyOnRegister(Refusal):
    """The ID number is on the register already; where, is not told outside the reader's area."""

    def __init__(self, name: str = "") -> None:
        if name:
            sentence = Say(
                "This ID number is already on the register, for %(name)s. Open that record instead.", name=name
            )
        else:
            sentence = Say(
                "This ID number is on the register in another area already. Ask your office to transfer the record."
            )
        super().__init__(sentence, field="id_number")


class HouseholdNoTaken(Refusal):
    """The household number typed is given already."""

    def __init__(self) -> None:
        super().__init__(
            Say("This household number is already given. Look the household up, or correct it."), field="household_no"
        )


class NumberUsed(Refusal):
    """A phone gives a new record the number of another one."""

    def __init__(self) -> None:
        super().__init__(
            Say("The phone gave this record the number of another one. Enter it anew on the phone, then send it again.")
        )


class RecordNotFound(Refusal):
    """There is no such record, or none in the actor's area: the two are told in the same words."""

    def __init__(self) -> None:
        super().__init__(
            Say("There is no such record in your area. It may have been moved: look it up again, or ask your office.")
        )


class NotLive(Refusal):
    """The record is closed: merged, moved out, or of a dead person."""

    def __init__(self, name: Any) -> None:
        super().__init__(Say("The record of %(name)s is closed. Take the change back that closed it first.", name=name))


class ChangedMeanwhile(Refusal):
    """Somebody else saved the record after it was opened."""

    def __init__(self) -> None:
        super().__init__(
            Say("Somebody else has changed this record since you opened it. Read the new values, then enter yours.")
        )


class CannotUndo(Refusal):
    """What the change touched has been changed since, or the change was taken back already."""

    def __init__(self, what: Any = "") -> None:
        super().__init__(
            Say(
                "The change cannot be taken back: %(what)s has been changed since. Take the later change back first.",
                what=what,
            )
        )


class AlreadyUndone(Refusal):
    """The change was taken back already."""

    def __init__(self) -> None:
        super().__init__(Say("This change has already been taken back."))


class SamePlace(Refusal):
    """A transfer to where the record already is."""

    def __init__(self) -> None:
        super().__init__(Say("The record is already kept there. Choose another group."), field="area")


class NotAGroup(Refusal):
    """The place named is not a villager group of this county."""

    def __init__(self) -> None:
        super().__init__(
            Say("Choose a villager group of this county: records are kept by group, not by village or town."),
            field="area",
        )


class SamePerson(Refusal):
    """A record cannot be merged with itself."""

    def __init__(self) -> None:
        super().__init__(Say("These are the same record. Choose the second record."), field="other")


class SpellsOverlap(Refusal):
    """Two full-time jobs on one day."""

    def __init__(self) -> None:
        super().__init__(
            Say("These days overlap with another full-time job of this person. End that job first, or check the days."),
            field="started_on",
        )


class CategoryHeldAlready(Refusal):
    """The category is held already on these days."""

    def __init__(self, category: Any) -> None:
        super().__init__(
            Say(
                "The person already holds the category “%(category)s”. End it first, or leave it as it is.",
                category=category,
            ),
            field="kind",
        )


class PlaceNotFound(Refusal):
    """What was typed names no place."""

    def __init__(self, typed: str, like: list[str], *, field: str = "") -> None:
        if like:
            sentence = Say(
                "There is no place called “%(typed)s”. Did you mean %(like)s? Choose from the list or type the code.",
                typed=typed[:30],
                like=" / ".join(like),
            )
        else:
            sentence = Say(
                "There is no place called “%(typed)s”. Type the name of a province, city, county, town or village, "
                "or its code.",
                typed=typed[:30],
            )
        super().__init__(sentence, field=field)


class PlaceNotClear(Refusal):
    """Several places bear the name."""

    def __init__(self, typed: str, found: list[str], *, field: str = "") -> None:
        super().__init__(
            Say(
                "“%(typed)s” is the name of %(n)d places: %(found)s. Type the whole name, or the code.",
                typed=typed[:30],
                n=len(found),
                found=" / ".join(found[:4]) + (" …" if len(found) > 4 else ""),
            ),
            field=field,
        )


class HouseholdNotFound(Refusal):
    """No household of the reader's area has the number."""

    def __init__(self, number: str, *, field: str = "household") -> None:
        super().__init__(
            Say(
                "There is no household with the number “%(number)s” in your area. Check the number on its file.",
                number=number[:30],
            ),
            field=field,
        )


class NobodyFound(Refusal):
    """No second record in the reader's area fits what was typed."""

    def __init__(self) -> None:
        super().__init__(
            Say("Nobody in your area fits. Type the whole name, the ID number, the phone or the household number."),
            field="find",
        )


class TooManyReveals(Refusal):
    """The day's number of reveals is used up."""

    def __init__(self, quota: int) -> None:
        super().__init__(
            Say(
                "You have shown %(quota)d masked values today; more are possible tomorrow. "
                "If the work needs more, ask the headquarters office.",
                quota=quota,
            )
        )


class RevealReasonMissing(Refusal):
    """A masked value was asked for without saying why."""

    def __init__(self) -> None:
        super().__init__(Say("Choose a reason and write in a few words what you need the value for."), field="reason")


class BirthDateDiffers(Refusal):
    """The date or sex typed is not the one in the ID number."""

    def __init__(self, in_number: Any, *, field: str) -> None:
        super().__init__(
            Say(
                "The ID number says %(in_number)s. Correct the ID number, or leave this empty: it follows from it.",
                in_number=in_number,
            ),
            field=field,
        )
