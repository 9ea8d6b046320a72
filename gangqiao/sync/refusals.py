"""Why an operation, a picture or an act on the desk is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class Malformed(Refusal):
    """What was sent is not what the protocol says."""

    def __init__(self, what: str) -> None:
        super().__init__(Say("The message of the phone could not be read: %(what)s.", what=what))


class IdUsed(Refusal):
    """The number of the operation belongs to another one, or to the same one with another content."""

    def __init__(self) -> None:
        super().__init__(_("The number of this entry was used before for another one. It was kept apart."))


class SeqUsed(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The phone counted two entries with one number. This one was kept apart."))


class UnknownKind(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The server does not know what to do with this entry. It was kept."))


class NothingThere(Refusal):
    """What the operation is about does not exist, or lies outside the phone's area: both say the same."""

    def __init__(self) -> None:
        super().__init__(_("What this entry is about is no longer in your village. It was kept; the office sees it."))


class Broken(Refusal):
    """The effect failed for no reason the officer could mend."""

    def __init__(self) -> None:
        super().__init__(_("The server could not work with this entry. It was kept; the office sees it."))


class BeforeIsMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("An entry before this one has not arrived yet. It is taken in when that one comes."))


class NotAPicture(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This is not a picture (JPEG, PNG or WebP)."))


class WrongDigest(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The picture did not arrive whole. Send it again."))


class NotOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This entry is not open any more: somebody has closed it, or it was taken in."))
