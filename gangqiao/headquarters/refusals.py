"""What is refused in the headquarters' pages, in a sentence each."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class WordsMissing(Refusal):
    """An act that must be explained was not."""

    def __init__(self, field: str = "words") -> None:
        super().__init__(Say("Write one sentence: the others must be able to follow it."), field=field)


class NotForYou(Refusal):
    """The act belongs to another unit or level."""

    def __init__(self) -> None:
        super().__init__(Say("Another unit or level has to act here. Ask it, or send the matter there."))


class NotYourOwnResult(Refusal):
    """Somebody was about to verify what they or their unit reported."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody verifies what they or their own unit reported. Ask another person."))


class AlreadyAtTheTop(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The issue already stands at the headquarters. Take it to a joint meeting."))


class NotYetHeld(Refusal):
    """A meeting of a later day is recorded as held."""

    def __init__(self) -> None:
        super().__init__(Say("The day of the meeting has not come yet. Correct the day, or wait for it."), field="day")


class DayIsPast(Refusal):
    def __init__(self, field: str) -> None:
        super().__init__(Say("This day lies in the past. Choose today or a later day."), field=field)


class DayIsAhead(Refusal):
    def __init__(self, field: str) -> None:
        super().__init__(Say("This day has not come yet. Choose today or an earlier day."), field=field)


class EndsBeforeItBegan(Refusal):
    def __init__(self, field: str = "valid_from") -> None:
        super().__init__(Say("What was before began later than this day. Choose a later day."), field=field)


class NobodyInvited(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("No unit is invited. Tick at least one."), field="units")


class NothingOnTheAgenda(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The agenda is empty. Bring it up to date or add an item before the meeting is called."))


class MinutesMissing(Refusal):
    """The minutes are said to be complete, and an item has none."""

    def __init__(self, many: int) -> None:
        super().__init__(
            Say("%(many)d items of the agenda have no minutes yet. Write them, or leave the items out.", many=many)
        )


class NotWhileSo(Refusal):
    """The meeting is in a state in which this is not changed any more, or not yet."""

    def __init__(self) -> None:
        super().__init__(Say("This is not changed in the present state of the meeting."))


class TakenAlready(Refusal):
    """There is one live row already."""

    def __init__(self) -> None:
        super().__init__(Say("Somebody holds this post. End their time first, or choose another post."), field="post")


class FileTooLarge(Refusal):
    def __init__(self, megabytes: int) -> None:
        super().__init__(Say("The file is larger than %(n)d MB. Choose a smaller one.", n=megabytes), field="file")


class NotThatKind(Refusal):
    def __init__(self, known: str) -> None:
        super().__init__(Say("Files of this kind are not kept. Kept are: %(known)s.", known=known), field="file")


class WrongPhone(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("This is no phone number. Type 11 digits of a mobile phone, or area code and number."), field="phone"
        )
