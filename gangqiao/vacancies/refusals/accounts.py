"""Why an account of an employer or an agency is not touched."""

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NoSuchUser(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("There is no such user here. Open the page anew and choose one of the list."))
