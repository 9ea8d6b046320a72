"""Why a file cannot be read, and what is remarkable about one that can, in words a clerk can act on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class UnreadableFile(Refusal):
    """The file is not a workbook that can be read safely. `reason` is the key of the sentence."""

    def __init__(self, reason: str, *, name: str, **values: Any) -> None:
        super().__init__(SENTENCES.get(reason, SENTENCES["damaged"])(name, values), field="file")
        self.reason = reason


SENTENCES: dict[str, Callable[[str, dict[str, Any]], Say]] = {
    "empty": lambda name, v: Say("“%(name)s” is empty. Choose the file again, or ask the sender for it.", name=name),
    "password": lambda name, v: Say(
        "“%(name)s” is protected by a password. "
        "Open it in Excel or WPS, remove the password, save it and send it again.",
        name=name,
    ),
    "document": lambda name, v: Say(
        "“%(name)s” is a text document, not a workbook. "
        "Copy its table into a workbook, save it as .xlsx and send that.",
        name=name,
    ),
    "slides": lambda name, v: Say(
        "“%(name)s” is a presentation, not a workbook. Send the workbook (.xlsx).", name=name
    ),
    "pdf": lambda name, v: Say(
        "“%(name)s” is a PDF. Figures cannot be read from it safely: ask the sender for the workbook (.xlsx).",
        name=name,
    ),
    "picture": lambda name, v: Say(
        "“%(name)s” is a picture. Names cannot be read from it safely: ask the sender for the workbook (.xlsx).",
        name=name,
    ),
    "archive": lambda name, v: Say(
        "“%(name)s” is a packed folder. Unpack it and send the workbooks in it one by one.", name=name
    ),
    "html": lambda name, v: Say(
        "“%(name)s” is a web page that was saved under the name of a workbook. "
        "Open it in Excel or WPS, save it as .xlsx and send that.",
        name=name,
    ),
    "xml": lambda name, v: Say(
        "“%(name)s” is an XML file, not a workbook. Open it in Excel or WPS, save it as .xlsx and send that.", name=name
    ),
    "ods": lambda name, v: Say(
        "“%(name)s” is an OpenDocument table. Open it in Excel or WPS, save it as .xlsx and send that.", name=name
    ),
    "xlsb": lambda name, v: Say(
        "“%(name)s” is a binary workbook (.xlsb). Open it in Excel or WPS, save it as .xlsx and send that.", name=name
    ),
    "unknown": lambda name, v: Say(
        "“%(name)s” is not a workbook. Send a file saved by Excel or WPS as .xlsx, .xls or .csv.", name=name
    ),
    "too_large": lambda name, v: Say(
        "“%(name)s” is larger than %(n)d MB. Take out pictures, or divide it, and send the parts.", name=name, n=v["n"]
    ),
    "bomb": lambda name, v: Say(
        "“%(name)s” would unpack to far more than a list of people can be. It was not opened. "
        "Copy the list into a new workbook, save it as .xlsx and send that.",
        name=name,
    ),
    "too_heavy": lambda name, v: Say(
        "Reading “%(name)s” takes too much memory or time, "
        "mostly because of formats in very many blank rows or columns. "
        "Copy the list into a new workbook, save it as .xlsx and send that.",
        name=name,
    ),
    "damaged": lambda name, v: Say(
        "“%(name)s” is damaged and cannot be read. Open it in Excel or WPS, save it as .xlsx and send that.", name=name
    ),
    "no_sheet": lambda name, v: Say("“%(name)s” has no sheet with cells.", name=name),
    "quote": lambda name, v: Say(
        "In “%(name)s”, from line %(line)d, a quotation mark is opened and not closed, "
        "so that lines run into one another. Take the mark out and send the file again.",
        name=name,
        line=v["line"],
    ),
}

NOTES: dict[str, Callable[[dict[str, Any]], Say]] = {
    "macros": lambda v: Say("The workbook contains macros. They were not run."),
    "links": lambda v: Say(
        "The workbook refers to other files. They were not opened; the values last saved were read."
    ),
    "formulas": lambda v: Say(
        "Formulas without a saved value: %(n)d. They are read as blank; "
        "open the file in Excel or WPS and save it to fill them.",
        n=v["n"],
    ),
    "errors": lambda v: Say("Cells that show an error such as #REF!: %(n)d. They are read as blank.", n=v["n"]),
    "wide": lambda v: Say("Columns after the first %(n)d are not read.", n=v["n"]),
    "extension": lambda v: Say(
        "The name ends in “%(ending)s”, but the file is %(kind)s. It was read as what it is.",
        ending=v["ending"],
        kind=v["kind"],
    ),
}
