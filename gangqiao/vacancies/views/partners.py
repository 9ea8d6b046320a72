"""Vacancies of a partner by Excel: brought in, looked at line by line, taken."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import files
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.people.forms.base import ActForm
from gangqiao.vacancies.actions.partners import look_at, take_from
from gangqiao.vacancies.models import Agreement
from gangqiao.vacancies.views.cooperation_forms import columns
from gangqiao.vacancies.views.form_pages import act_by_form
from gangqiao.vacancies.workbooks import MEGABYTES, read_workbook

SALT, A_DAY, SHOWN = "gangqiao.vacancies.partners", 24 * 3600, 200


class PartnerForm(ActForm):
    """The workbook of a partner."""

    file = forms.FileField(label=gettext_lazy("Workbook"))

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MEGABYTES * 2**20:
            raise forms.ValidationError(_("The file is larger than %(n)d MB. Split it.") % {"n": MEGABYTES})
        return given


def _agreement(uuid: UUID) -> Any:
    found = Agreement.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def partner_workbook(request: ActorRequest, agreement: UUID) -> HttpResponse:
    """Bring a workbook in; nothing of it is taken yet."""
    found = _agreement(agreement)
    form = PartnerForm(request.POST or None, request.FILES or None)
    tokens: list[str] = []

    def act() -> None:
        file = form.cleaned_data["file"]
        content = file.read()
        read_workbook(content, file.name)
        kept = files.keep(content)
        tokens.append(signing.dumps([found.pk, kept, file.name[:80], request.actor.user_id], salt=SALT))

    back = reverse("vacancies:agreement", args=[found.uuid])
    return act_by_form(
        request,
        form,
        act,
        _("Read. Nothing is taken yet."),
        title=_("Bring its vacancies in from Excel"),
        back=back,
        way=(Link(_("Labour cooperation"), reverse("vacancies:cooperation")), Link(found.partner, back)),
        lead=_("Any list with headings is read. Employers nobody knows are listed; you verify them and every vacancy."),
        to=lambda: reverse("vacancies:partner_preview", args=[found.uuid, tokens[0]]),
    )


def partner_preview(request: ActorRequest, agreement: UUID, token: str) -> HttpResponse:
    """Every line with what is wrong in it; the others are taken by one button."""
    found = _agreement(agreement)
    kept, name = _sent(request, found, token)
    try:
        book = read_workbook(files.open_kept(kept), name)
        if request.method == "POST" and not book.fees:
            done = take_from(found, book.lines, file=name, mark=kept, actor=request.actor)
            messages.success(request, _("%(n)d vacancies were submitted.") % {"n": done["taken"]})
            if not done["wrong"]:
                files.drop(kept)
            return redirect("vacancies:agreement", found.uuid)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("vacancies:partner_workbook", found.uuid)
    sent = look_at(book.lines)
    heads = (pgettext("workbook", "Line"), pgettext("vacancies", "Post"), pgettext("vacancies", "Employer"))
    shown = {
        "agreement": found,
        "name": name,
        "fine": sent.fine[:SHOWN],
        "wrong": sent.wrong[:SHOWN],
        "many_fine": len(sent.fine),
        "many_wrong": len(sent.wrong),
        "new": [raw["name"] for raw in sent.new.values()],
        "fees": book.fees,
        "columns": columns(*heads, _("People wanted")),
        "wrong_columns": columns(*heads, _("What to correct")),
    }
    return render(request, "vacancies/partner_preview.html", shown)


def _sent(request: ActorRequest, found: Any, token: str) -> tuple[str, str]:
    """The kept file and its name, to whoever sent it and nobody else."""
    try:
        agreement, kept, name, user = signing.loads(token, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if (agreement, user) != (found.pk, request.actor.user_id):
        raise Http404
    return kept, name
