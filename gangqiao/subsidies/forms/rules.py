"""What is typed about rules: the document of a number, and a rule as text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.people.forms.base import ActForm
from gangqiao.subsidies.actions.rule_texts import MOST


class ConfirmForm(ActForm):
    """The document with which a number was compared. item: "document", or the key of the number."""

    item = forms.CharField(widget=forms.HiddenInput, max_length=60)
    document = forms.CharField(label=_("Document number"), max_length=100)
    article = forms.CharField(label=pgettext_lazy("document", "Article"), max_length=60, required=False)

    def __init__(self, data: Any = None, *, item: str = "") -> None:
        name = str(data.get("item", "")) if data is not None else item
        # Several stand on one page: each has identifiers of its own.
        super().__init__(data, initial={"item": item}, auto_id=f"id_{name}_%s" if name.isidentifier() else "id_%s")


class ProposeForm(ActForm):
    """A rule as text, typed or as a file."""

    text = forms.CharField(
        label=_("Text of the rule"), required=False, max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
        help_text=_("As a policy file (YAML). Behind a line `---` its examples; they are tried before it is kept."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Or a file"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.txt"})
    )

    def clean(self) -> dict[str, Any]:
        """The text, from the file when one was chosen. Refuses neither, and a file that is no text."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None and file.size > MOST * 4:
            self.add_error("file", _("The file is too long for a rule. Choose the file of one rule."))
        elif file is not None:
            try:
                given["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("The file is no text in UTF-8. Save it as such, and choose it again."))
        elif not given.get("text", "").strip() and "text" not in self.errors:
            self.add_error("text", _("Type the text of the rule, or choose its file."))
        return given
