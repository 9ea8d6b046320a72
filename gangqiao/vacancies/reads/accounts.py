"""Who has an account of an employer or an agency."""

from __future__ import annotations

from gangqiao.accounts.models import UnitKind, User
from gangqiao.kernel.scope import KeptModel


def users_of(row: KeptModel) -> list[User]:
    """Its users, those shut out as well; none while it has no unit of its own."""
    if not row.party:
        return []
    kinds = (UnitKind.EMPLOYER, UnitKind.AGENCY)
    return list(User.objects.filter(unit__code=row.party, unit__kind__in=kinds).order_by("pk"))
