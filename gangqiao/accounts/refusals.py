"""Why an act on accounts is refused, each with the way to mend it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal


class NoPost(Refusal):
    """None of the actor's posts gives the verb."""

    def __init__(self, verb: Any) -> None:
        super().__init__(
            _("None of your posts allows “%(verb)s”. The security administrator gives posts.") % {"verb": verb}
        )


class OwnAccount(Refusal):
    """Nobody gives himself a post or manages his own account."""

    def __init__(self) -> None:
        super().__init__(_("This is your own account. Another administrator must do this."))


class UserNameTaken(Refusal):
    def __init__(self, username: str) -> None:
        said = _("The user name “%(name)s” is taken. Choose another one.") % {"name": username}
        super().__init__(said, field="username")


class WrongUserName(Refusal):
    def __init__(self, said: Any) -> None:
        super().__init__(said, field="username")


class WeakPassword(Refusal):
    def __init__(self, said: Any) -> None:
        super().__init__(said, field="password")


class UnknownRole(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This role does not exist. Choose one from the list."), field="role")


class WrongArea(Refusal):
    """The area does not fit the role."""

    def __init__(self, said: Any) -> None:
        super().__init__(said, field="area")


class WrongPeriod(Refusal):
    def __init__(self, said: Any) -> None:
        super().__init__(said, field="valid_to")


class AdministratorsAreSeparate(Refusal):
    """System, security and audit belong to three persons, and none of them works on people."""

    def __init__(self) -> None:
        said = _(
            "An administrator holds this one post and no other. Give the post to another person, "
            "or end the other post first."
        )
        super().__init__(said, field="role")


class PostHeldAlready(Refusal):
    def __init__(self) -> None:
        said = _("The user already holds this post in this period. End that post first, or choose other days.")
        super().__init__(said, field="role")


class LastAdministrator(Refusal):
    """Without the three administrators nobody could give posts again."""

    def __init__(self, role: Any) -> None:
        super().__init__(_("This is the last %(role)s. Name a successor first.") % {"role": role})


class PostHasEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This post has already ended."))


class UnitCodeTaken(Refusal):
    def __init__(self, code: str) -> None:
        said = _("The code “%(code)s” is taken by another unit. Choose another one.") % {"code": code}
        super().__init__(said, field="code")


class UnitInCircle(Refusal):
    def __init__(self) -> None:
        super().__init__(_("A unit cannot belong to itself or to a unit below it."), field="parent")


class LinkNotValid(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This link is used, outdated or wrong. On the server, run “gangqiao firststart” again."))


class AlreadyStarted(Refusal):
    def __init__(self) -> None:
        super().__init__(_("All three administrators exist. They manage users on the page “Users”."))


class OnlyInDemonstration(Refusal):
    def __init__(self) -> None:
        said = _("Demonstration accounts are made only where GANGQIAO_DEMO=1 is set, and never beside real users.")
        super().__init__(said)


class CodeNotValid(Refusal):
    """A code that connects a phone is used, too old or wrong; which of these is not told."""

    def __init__(self) -> None:
        said = _("This code is used, outdated or wrong. Make a new one on the desk, on the page “Phones”.")
        super().__init__(said, field="code")


class NoReason(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Say why, in a few words."), field="reason")
