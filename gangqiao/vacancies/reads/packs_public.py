"""A village's pack as anybody may see it: by the name on its picture, public facts only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies.models import Pack
from gangqiao.vacancies.reads.packs import ShownLine, lines_of
from gangqiao.vacancies.reads.packs_texts import uuid_of
from gangqiao.vacancies.states import ReleaseStatus


@dataclass(frozen=True, slots=True)
class PublicPack:
    """A pack with its lines, of which those that closed are struck. is_old: a newer one has been issued."""

    pack: Pack
    lines: list[ShownLine]
    is_old: bool


def find_public_pack(token: str) -> PublicPack | None:
    """The pack of a public page; null when there is none. Counts and reasons, which speak of people, are not in it."""
    uuid = uuid_of(token)
    if uuid is None:
        return None
    with everywhere(reason="a pack's public page is public"):
        pack: Pack | None = Pack.objects.select_related("release", "area").filter(uuid=uuid).first()
        if pack is None:
            return None
        newer = Pack.objects.filter(area=pack.area_id, release__period__gt=pack.release.period)
        lines = [replace(line, why=(), fits=0) for line in lines_of(pack)]
        is_old = newer.filter(release__status=ReleaseStatus.ISSUED).exists()
    return PublicPack(pack, lines, is_old or pack.release.status != ReleaseStatus.ISSUED)
