"""Takes a submission: stores it byte by byte with its files and the work that follows from it. The same once only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from gangqiao.accounts.models import Device
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor
from gangqiao.openrosa.actions.declaring import works_of
from gangqiao.openrosa.markup.reading import Sent, read_submission
from gangqiao.openrosa.models import EntityWork, Submission, SubmissionFile
from gangqiao.openrosa.refusals import FormClosed, NoSuchForm, NotNewest, OtherContent, Withdrawn
from gangqiao.openrosa.states import TO_DO, State
from gangqiao.openrosa.xforms import Form, find_form
from gangqiao.surveys.models import Campaign

SOURCE = "collect"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form."""

    name: str
    content: bytes


def receive(
    campaign: Campaign, device: Device, xml: bytes, uploads: Sequence[Upload] = (), *, actor: Actor
) -> Submission:
    """Store a submission, or recognise one that has come before: then only its files are taken.

    What it says of entities is stored as work, in the same transaction; `work_off_all` does it afterwards. Raises
    NotXml, TooDeep, NoInstance, NoSuchForm, FormClosed, OtherContent, Withdrawn, NotNewest, NotYourVerb.
    """
    require(actor, "openrosa.collect", area=device.area_id)
    sent = read_submission(xml)
    form = find_form(campaign, sent.form, sent.version)
    if form is None:
        raise NoSuchForm
    kept = [(u.name[:200], files.keep(u.content), len(u.content)) for u in uploads]
    digest = hashlib.sha256(xml).hexdigest()
    with transaction.atomic():
        submission = _find(campaign, sent) or _store(campaign, device, form, sent, xml, digest, actor)
        if submission.withdrawn_at is not None:
            raise Withdrawn
        if submission.digest != digest:
            raise OtherContent
        for name, file, size in kept:
            SubmissionFile.objects.update_or_create(
                submission=submission, name=name, defaults={"area_id": submission.area_id, "kept": file, "size": size}
            )
    return submission


def _find(campaign: Campaign, sent: Sent) -> Submission | None:
    return Submission.objects.filter(campaign=campaign, form=sent.form, instance=sent.instance).first()


def _store(
    campaign: Campaign, device: Device, form: Form, sent: Sent, xml: bytes, digest: str, actor: Actor
) -> Submission:
    if not campaign.is_open:
        raise FormClosed
    before = _edited(campaign, sent) if sent.deprecated else None
    submission = Submission(
        area_id=device.area_id,
        device=device,
        campaign=campaign,
        form=sent.form,
        form_version=sent.version,
        instance=sent.instance,
        xml=xml.decode(),
        digest=digest,
        first=(before.first or before) if before else None,
        received_by=actor.name[:100],
    )
    try:
        # Of twenty that come at once the index lets one in; the others find it.
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError as error:
        found = _find(campaign, sent)
        if found is None:  # of a village this account does not see
            raise OtherContent from error
        return found
    if before is not None:
        _take_over(before, submission)
    # Read again with the form at hand: now it is known which node is which property.
    for work in works_of(submission, form, read_submission(xml, form.read.saved)):
        work.save(force_insert=True)
    record("openrosa.collect", actor=actor, subject=submission, source=SOURCE)
    return submission


def _edited(campaign: Campaign, sent: Sent) -> Submission:
    """The submission this one is a new edition of, locked. Raises NotNewest when it is not the newest edition."""
    found = Submission.objects.select_for_update().filter(
        campaign=campaign, form=sent.form, instance=sent.deprecated, is_current=True, withdrawn_at=None
    )
    before: Submission | None = found.first()
    if before is None:
        raise NotNewest
    return before


def _take_over(before: Submission, submission: Submission) -> None:
    """The new edition has the files of the old one; what of that was still to be done is done by the new one."""
    Submission.objects.filter(pk=before.pk).update(is_current=False)
    for file in before.files.all():
        SubmissionFile.objects.create(
            area_id=submission.area_id, submission=submission, name=file.name, kept=file.kept, size=file.size
        )
    EntityWork.objects.filter(submission=before, state__in=(State.WAITING, *TO_DO)).update(
        state=State.SETTLED, done_at=clock.now()
    )
