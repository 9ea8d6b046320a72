"""Writes messages into a file below GANGQIAO_HOME instead of sending them: for demonstrations, and until a contract."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from typing import ClassVar

from django.conf import settings

from gangqiao.kernel import clock
from gangqiao.kernel.words import Say
from gangqiao.messaging.gateways.port import NotTaken


class FileGateway:
    """One JSON line a message. Nothing leaves this machine, and the desk's page says so."""

    leaves: ClassVar[bool] = False

    @property
    def path(self) -> Path:
        return Path(settings.HOME) / "messages" / f"{clock.today().isoformat()}.jsonl"

    def send(self, phone: str, words: str, *, reference: str = "") -> str:
        line = {"at": clock.now().isoformat(), "phone": phone, "words": words, "reference": reference}
        try:
            self._append(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as fault:
            raise NotTaken(Say("The file of messages could not be written.")) from fault
        return f"file:{reference}" if reference else ""

    def _append(self, line: str) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Names and numbers of people: for nobody but the installation's own user.
        number = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(number, "a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # two workers write one line after the other
            file.write(line)
