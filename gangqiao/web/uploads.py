"""Uploads are taken into memory and never written to a temporary file, where they would lie in plain text."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

# All files of one request together. What a workbook or a list may have is told, smaller, by whoever takes it.
MOST_BYTES = 96 * 1024 * 1024


SLACK = 64 * 1024  # what the form around the files takes


class UploadTooLarge(Refusal):
    """The files of one form have together more bytes than are taken."""

    def __init__(self) -> None:
        sentence = Say(
            "The files have together more than %(most)d MB. Split the largest one, or bring them one after the other.",
            most=MOST_BYTES // (1024 * 1024),
        )
        super().__init__(sentence)


class LeftOut(InMemoryUploadedFile):
    """A file of which only the size is left: it did not fit any more. Reading it raises UploadTooLarge."""

    def read(self, *args: Any) -> bytes:
        """Nothing can be read of it."""
        raise UploadTooLarge


class InMemoryHandler(FileUploadHandler):
    """Keeps files in memory up to MOST_BYTES a request; of one beyond that no byte is kept, only its size."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._room = MOST_BYTES

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803
        """Keep nothing of a request that says beforehand that it is too large."""
        if content_length > MOST_BYTES + SLACK:
            self._room = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._parts: io.BytesIO | None = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece, or let go of the whole file when it does not fit."""
        if self._parts is None:
            return
        if len(raw_data) > self._room:
            self._room += self._parts.tell()
            self._parts = None
            return
        self._room -= len(raw_data)
        self._parts.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file; a LeftOut when it did not fit."""
        kept = self._parts
        kind = InMemoryUploadedFile if kept is not None else LeftOut
        content = kept or io.BytesIO()
        content.seek(0)
        return kind(
            file=content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
