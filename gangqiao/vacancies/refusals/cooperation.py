"""What is refused about labour cooperation, in a sentence each."""

from __future__ import annotations

from datetime import date

from django.utils import formats

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class LicenceMissing(Refusal):
    """An agency works by a licence; a broker may be without one."""

    def __init__(self, field: str) -> None:
        super().__init__(Say("An agency works by a licence. Enter its number and until when it holds."), field=field)


class LicenceFalls(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The licence would end before it begins. Correct one of the days."), field="licence_to")


class LicenceRunOut(Refusal):
    """Whoever holds no licence today reports nothing."""

    def __init__(self, day: date) -> None:
        super().__init__(
            Say(
                "The licence ran out on %(day)s: no results are taken. Have the new licence entered first.",
                day=formats.date_format(day, "DATE_FORMAT"),
            )
        )


class LicenceNotThen(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("In that month there was no licence yet. Choose a later month."), field="period")


class AgencyEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("It has ended its work: nothing of it is changed or reported any more."))


class AgencyThere(Refusal):
    """The same licence stands in another record."""

    def __init__(self, name: str) -> None:
        super().__init__(Say("“%(name)s” is entered with this licence already.", name=name), field="licence_no")


class MonthAhead(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This month has not begun yet. Choose an earlier one."), field="period")


class MoreThanBefore(Refusal):
    """More people at a later step than at the one before."""

    def __init__(self, field: str) -> None:
        super().__init__(Say("More people than at the step before. Check both numbers."), field=field)


class TooEarlyToStay(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Three months after that month have not passed. Leave this empty for now."), field="stayed"
        )


class EndsBeforeItBegins(Refusal):
    def __init__(self, field: str) -> None:
        super().__init__(Say("The end lies before the beginning. Correct one of the days."), field=field)


class InsideTheCounty(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("This place lies inside the county. Name the area outside with which you cooperate."), field="place"
        )


class StationClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The station is closed already."))


class DayPast(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This day is past. Choose today or a later day."), field="on")


class NotHeldYet(Refusal):
    def __init__(self, day: date) -> None:
        super().__init__(
            Say("The fair is on %(day)s. Record it when it was held.", day=formats.date_format(day, "DATE_FORMAT"))
        )


class NoAddress(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("A fair on the net needs its address, which begins with https://."), field="place")


class StallThere(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This employer has a stall there already."), field="employer")


class StallNotVerified(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Only a verified employer gets a stall. Verify it first."), field="employer")


class FairIsOver(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The results of this fair are recorded, or it was called off."))


class FewerThanStalls(Refusal):
    """The whole is less than what the stalls counted."""

    def __init__(self, hired: int) -> None:
        super().__init__(
            Say("The stalls alone counted %(n)d people hired. Correct the number, or the stalls first.", n=hired),
            field="hired",
        )


class UnknownPartner(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The agreement has ended: nothing is taken by it any more."))


class ReferenceMissing(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(
            Say("Each vacancy needs a reference of its own, a text of at most %(n)d characters.", n=most),
            field="reference",
        )


class ReferenceUsed(Refusal):
    """The partner sent something else under the same reference before."""

    def __init__(self) -> None:
        super().__init__(
            Say("Other facts were taken under this reference before; nothing was changed. Tell the bureau."),
            field="reference",
        )


class WrongKind(Refusal):
    def __init__(self, key: str) -> None:
        super().__init__(Say("“%(key)s” must be a text or a number, or a list of texts.", key=key), field=key)


class NotALine(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("A vacancy is an object with its facts by name."))


class NotAListOfVacancies(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Send a JSON object with a list named “vacancies” that is not empty."))


class TooManySent(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(Say("More than %(n)d vacancies at once. Nothing was taken. Send them in parts.", n=most))


class TooOften(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Too many requests with this key. Wait a minute, then send again."))


class NoPartner(Refusal):
    """The same words for a wrong key, a revoked one, and one of an agreement that ended."""

    def __init__(self) -> None:
        super().__init__(Say("No key, or one that does not hold. Ask the bureau with which you have the agreement."))


class KeyUnnamed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Say what the key is for."), field="name")
