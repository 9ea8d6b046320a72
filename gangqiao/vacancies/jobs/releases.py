"""The work of a release in the background. Each may run twice and may be killed: it does only what is missing."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils import translation
from django_tasks import task

from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after, enqueue
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.places.levels import Level
from gangqiao.places.reads import county, county_path, subtree
from gangqiao.vacancies.actions import packs, releases
from gangqiao.vacancies.models import Employer, Pack, Release, ReleaseLine, Vacancy
from gangqiao.vacancies.policy.release import due_on, month_of
from gangqiao.vacancies.reads.postings import published, still_open
from gangqiao.vacancies.states import ENDED, EmployerStatus, ReleaseStatus

# Whatever may end a vacancy, or close its employer.
ENDING = (
    "vacancies.fill", "vacancies.expire", "vacancies.withdraw", "vacancies.close_by_link", "vacancies.record_hires",
    "vacancies.bar_employer", "vacancies.close_employer",
)  # fmt: skip


@after("vacancies.issue")
def make_packs_of(event: Event) -> None:
    """Make the packs of a release that was issued, then their papers, township by township."""
    release = Release.objects.filter(uuid=event.subject.partition(":")[2]).first()
    if release is None or release.status != ReleaseStatus.ISSUED:
        return
    packs.make_packs(release)
    for township in subtree(str(release.area_id)).filter(level=Level.TOWNSHIP):
        enqueue(set_papers, release.pk, township.key)


@task()
def set_papers(release_id: int, area: str) -> None:
    """Set the papers of the packs of an area, so that whoever asks for one need not wait."""
    with scope_of([area]), translation.override(settings.LANGUAGE_CODE):
        # A release closed meanwhile is printed no more.
        waiting = Pack.objects.filter(release=release_id, release__status=ReleaseStatus.ISSUED, file="")
        for pack in waiting.select_related("release", "area"):
            packs.papers_of(pack)


def strike_ended(event: Event) -> None:
    """Strike from the releases what ended by an event."""
    kind, _colon, uuid = event.subject.partition(":")
    if kind == "vacancies.vacancy":
        _strike_of_vacancies(Vacancy.objects.filter(uuid=uuid))
    elif kind == "vacancies.employer":
        employer = Employer.objects.filter(uuid=uuid).first()
        if employer and employer.status in (EmployerStatus.BARRED, EmployerStatus.CLOSED):
            named = Vacancy.objects.filter(employer=employer).values_list("uuid", flat=True)
            releases.strike(list(named), str(employer.status))


for _verb in ENDING:
    after(_verb)(strike_ended)


def _strike_of_vacancies(found: object) -> int:
    struck = 0
    for status in ENDED:
        uuids: list[UUID] = list(found.filter(status=status).values_list("uuid", flat=True))
        struck += releases.strike(uuids, str(status)) if uuids else 0
    return struck


@nightly
def strike_what_was_missed() -> None:
    """Strike what ended without its event having been followed: a job can be lost with its queue."""
    standing = ReleaseLine.objects.filter(struck_at=None, release__status=ReleaseStatus.ISSUED)
    named = set(standing.values_list("vacancy", flat=True))
    with scope_of([county_path()]):
        _strike_of_vacancies(Vacancy.objects.filter(uuid__in=list(named - still_open(named))))


@nightly
def compile_on_the_day() -> None:
    """Compile the release of the month when its day has come and nobody has: the office only looks and issues."""
    today = clock.today()
    month = month_of(today)
    if not county_path() or today < due_on(month):
        return
    area = county()
    if not Release.objects.filter(area=area, period=month).exists() and published():
        with scope_of([area.key]):
            releases.compile_release(area, month, actor=SYSTEM, source="job")
