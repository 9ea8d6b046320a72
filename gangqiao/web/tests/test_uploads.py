"""What is brought in never lies in a temporary file, and of what is too large nothing is kept."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from gangqiao.web import uploads
from gangqiao.web.uploads import LeftOut, UploadTooLarge

MEGABYTE = 1024 * 1024


def posted(**files: bytes) -> HttpRequest:
    """A request with these files, as the server gives it."""
    sent = {name: SimpleUploadedFile(f"{name}.xlsx", content) for name, content in files.items()}
    return RequestFactory().post("/", sent)


@pytest.fixture
def no_files(monkeypatch: Any) -> None:
    """Nobody writes a temporary file."""

    def refused(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("a temporary file was opened")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refused)


@pytest.mark.usefixtures("no_files")
def test_a_large_file_stays_in_memory() -> None:
    content = b"x" * (5 * MEGABYTE)
    file = posted(file=content).FILES["file"]
    assert (file.size, file.read() == content) == (len(content), True)
    assert not hasattr(file, "temporary_file_path")


@pytest.mark.usefixtures("no_files")
def test_of_files_that_are_too_large_together_the_first_are_kept(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", MEGABYTE)
    found = posted(a=b"x" * (MEGABYTE - 10), b=b"y" * 200, c=b"z" * 5).FILES
    assert len(found["a"].read()) == MEGABYTE - 10
    assert isinstance(found["b"], LeftOut)
    assert found["b"].size == 200
    with pytest.raises(UploadTooLarge):
        found["b"].read()
    assert found["c"].read() == b"z" * 5


def test_nothing_is_kept_of_a_request_that_says_it_is_too_large(monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    monkeypatch.setattr(uploads, "SLACK", 500)
    assert isinstance(posted(a=b"x" * 10, b=b"y" * 5000).FILES["a"], LeftOut)


def test_the_page_says_what_to_do(client_of: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    clerk = client_of("township_clerk")
    clerk.cookies["django_language"] = "en"
    answer = clerk.post("/imports/bring/", {"file": SimpleUploadedFile("list.xlsx", b"x" * 5000)})
    assert answer.status_code == 422
    assert "Split the largest one" in answer.content.decode()
