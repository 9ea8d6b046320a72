"""Files of evidence go on their day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.audit.nightly import nightly
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.verbs import declare_own_acts
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import evidence

declare_own_acts({evidence.DELETE: _("Deleted files of evidence for claims whose time had come")})


@nightly
def forget_evidence() -> None:
    """What belongs to claims that ended long ago is deleted, each file once."""
    with scope_of([county_path()]):
        evidence.set_days()
        evidence.delete_due()
