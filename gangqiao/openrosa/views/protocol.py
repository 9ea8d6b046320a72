"""The addresses of OpenRosa: lists, forms, files, submissions. What they answer is fixed by the protocol."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from gangqiao.audit.events import looked
from gangqiao.kernel.actor import covers
from gangqiao.openrosa import actions
from gangqiao.openrosa.actions.receiving import Upload
from gangqiao.openrosa.door import ACCEPTED_BYTES, with_headers
from gangqiao.openrosa.markup import writing
from gangqiao.openrosa.markup.reading import MOST_BYTES, uuid_of
from gangqiao.openrosa.reads import lists
from gangqiao.openrosa.reads.kept import kept
from gangqiao.openrosa.reads.register import names_of
from gangqiao.openrosa.refusals import Answer, NoForm, TooDeep, TooLarge, VersionHeader
from gangqiao.openrosa.xforms import Form, forms_of
from gangqiao.surveys.models import Campaign

XML = "text/xml; charset=utf-8"
PART = "xml_submission_file"
Request = Any  # accounts.middleware.DeviceRequest
View = Callable[..., HttpResponse]


def spoken(view: Callable[..., HttpResponse]) -> View:
    """Find the survey, answer refusals as the protocol has them, and put its headers on every answer."""

    @wraps(view)
    def answer(request: Request, number: int, token: str = "", **arguments: Any) -> HttpResponse:
        try:
            if "X-OpenRosa-Version" not in request.headers:
                raise VersionHeader
            return with_headers(view(request, _campaign(request, number), **arguments))
        except Answer as refusal:
            return with_headers(said(str(refusal), refusal.status))
        except Http404:
            return with_headers(said(_("There is nothing here for this account."), 404))

    return answer


def said(words: str, status: int) -> HttpResponse:
    """Words of the protocol; an error from 400 on."""
    return HttpResponse(writing.answer(words, is_error=status >= 400), status=status, content_type=XML)


def _campaign(request: Request, number: int) -> Campaign:
    """The survey of a number, when it reaches the device's village. Not opened yet: not there."""
    found = Campaign.objects.select_related("questions").filter(pk=number).exclude(status="draft").first()
    if found is None or not covers(found.area_id, request.device.area_id):
        raise Http404
    return found


def _base(request: Request) -> str:
    """The address of the account and survey, on the host as the phone named it."""
    path = request.path
    for end in ("/formList", "/submission", "/forms/", "/datasets/"):
        head, found, _rest = path.partition(end)
        if found:
            return str(request.build_absolute_uri(head))
    return str(request.build_absolute_uri(path))


@spoken
def form_list(request: Request, campaign: Campaign) -> HttpResponse:
    """The forms this account may fill in; `?formID=` for one."""
    base, wanted = _base(request), request.GET.get("formID")
    forms = [f for f in forms_of(campaign) if wanted in (None, "", f.read.id)]
    listed = [
        writing.Listed(
            f.read.id,
            f.read.title or f.read.id,
            f.read.version,
            f.hash,
            f"{base}/forms/{f.read.id}.xml",
            f"{base}/forms/{f.read.id}/manifest" if f.read.files else "",
        )
        for f in forms
    ]
    return HttpResponse(writing.form_list(listed), content_type=XML)


def _form(campaign: Campaign, form_id: str) -> Form:
    for form in forms_of(campaign):
        if form.read.id == form_id:
            return form
    raise Http404


@spoken
def form_xml(request: Request, campaign: Campaign, form_id: str) -> HttpResponse:
    """The form, byte by byte as it was hashed."""
    return HttpResponse(_form(campaign, form_id).xml, content_type=XML)


@spoken
def manifest(request: Request, campaign: Campaign, form_id: str) -> HttpResponse:
    """The files a form needs, each with a hash that changes with anything in it that this account can see."""
    base = _base(request)
    found = []
    for name in _form(campaign, form_id).read.files:
        list_name = lists.LIST_FILES.get(name)
        found.append(
            writing.MediaFile(
                name,
                lists.digest(_content(request, campaign, name)),
                f"{base}/forms/{form_id}/attachments/{name}",
                f"{base}/datasets/{list_name}/integrity" if list_name else "",
            )
        )
    return HttpResponse(writing.manifest(found), content_type=XML)


def _content(request: Request, campaign: Campaign, name: str) -> bytes:
    """A file beside the forms, as this account sees it."""
    area = request.device.area_id
    if name == lists.GROUPS_FILE:
        return lists.groups_csv(area)
    if name == lists.PLACES_FILE:
        return lists.places_csv()
    list_name = lists.LIST_FILES.get(name)
    if list_name is None or campaign.questions is None:
        raise Http404
    return kept(campaign, list_name, area, lambda: _list(campaign, list_name, area))


def _list(campaign: Campaign, list_name: str, area: str) -> bytes:
    lines = actions.refresh_list(campaign, list_name, area)
    columns = names_of(list_name, campaign.questions)
    rows = ([str(li.key), li.label, str(li.version), *(li.properties.get(c, "") for c in columns)] for li in lines)
    return lists.as_csv(("name", "label", "__version", *columns), rows)


@spoken
def attachment(request: Request, campaign: Campaign, form_id: str, name: str) -> HttpResponse:
    """A file of a form, or 304 when the phone has it. Whoever fetches a list of persons has looked at them."""
    if name not in _form(campaign, form_id).read.files:
        raise Http404
    content = _content(request, campaign, name)
    tag = f'"{lists.digest(content)}"'
    asked = [t.strip().removeprefix("W/") for t in request.headers.get("If-None-Match", "").split(",")]
    if tag in asked or "*" in asked:
        answer = HttpResponse(status=304)
    else:
        if name in lists.LIST_FILES:
            keys = [line.partition(",")[0] for line in content.decode().splitlines()[1:]]
            persons = [found for k in keys if (found := uuid_of(k))] if name == "persons.csv" else []
            looked("openrosa.collect", actor=request.actor, persons=persons, subject=campaign, reason=name)
        answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["ETag"] = tag
    return answer


@spoken
def integrity(request: Request, campaign: Campaign, list_name: str) -> HttpResponse:
    """What became of entries a phone no longer finds in its list: gone, or only not sent yet."""
    if list_name not in lists.LIST_FILES.values():
        raise Http404
    asked = [k for k in request.GET.get("id", "").split(",") if k.strip()][:2000]
    area = request.device.area_id
    found = [(k.strip(), (key := uuid_of(k)) is None or lists.is_gone(list_name, key, area)) for k in asked]
    return HttpResponse(writing.integrity(found), content_type=XML)


@spoken
def submission(request: Request, campaign: Campaign) -> HttpResponse:
    """HEAD and GET: an empty 204 that says how much is taken. POST: a form; 201 once it is stored for good."""
    if request.method != "POST":
        return HttpResponse(status=204)
    xml, uploads = _parts(request)
    stored = actions.receive(campaign, request.device, xml, uploads, actor=request.actor)
    # The answer does not depend on it: what fails or waits stands in the list of work, and the job comes back to it.
    actions.work_off_all(stored, actor=request.actor)
    return said(_("The form has arrived."), 201)


def _parts(request: HttpRequest) -> tuple[bytes, list[Upload]]:
    """The form and the files of a request. Raises NoForm, TooLarge, TooDeep."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > ACCEPTED_BYTES:
        raise TooLarge(ACCEPTED_BYTES // (1024 * 1024))
    try:
        files, fields = request.FILES, request.POST
    except (MultiPartParserError, TooManyFilesSent, SuspiciousOperation) as error:
        raise NoForm from error
    found: Any = files.get(PART)
    if found is None and PART not in fields:
        raise NoForm
    if found is not None and found.size > MOST_BYTES:
        raise TooDeep
    xml = found.read() if found is not None else str(fields[PART]).encode()
    # A file is called as the form calls it; apps give that name to the part and to the file.
    return xml, [Upload(f.name or part, f.read()) for part, several in files.lists() if part != PART for f in several]
