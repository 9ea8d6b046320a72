"""What a gateway must do, and the two ways in which it can fail."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol


class NotTaken(Exception):
    """The gateway certainly did not take the message, so that it may be tried again.

    sentence  why, to be kept and shown
    lasting   trying again would not help
    """

    def __init__(self, sentence: Any, *, lasting: bool = False) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.lasting = lasting


class Unsure(Exception):
    """The gateway may have taken the message or not: the line broke between the asking and the answer."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Gateway(Protocol):
    """One way out.

    leaves  messages really leave this machine; else every page says that they do not
    """

    leaves: ClassVar[bool]

    def send(self, phone: str, words: str, *, reference: str = "") -> str:
        """Hand over one message; returns the name by which the gateway knows it, "" when it gave none.

        reference  our own name of this try, for gateways that give it back in their receipts
        Raises NotTaken and Unsure. It must give up well within `tries.LOST_AFTER`.
        """
        ...
