"""Which papers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.transfers.papers.certificates import set_certificates
from gangqiao.transfers.papers.consents import set_consents
from gangqiao.transfers.papers.insurance import set_insurance
from gangqiao.transfers.papers.letter import set_letter
from gangqiao.transfers.papers.manifest import set_manifest
from gangqiao.transfers.papers.receipt import set_receipt
from gangqiao.transfers.papers.setting import Stamp
from gangqiao.transfers.papers.slips import set_slips
from gangqiao.transfers.papers.vehicle_plan import set_vehicle_plan
from gangqiao.transfers.papers.workbooks import insurance_xlsx, manifest_xlsx, receipt_xlsx
from gangqiao.transfers.reads.papers import Sheaf

Maker = Callable[[Sheaf, Stamp], bytes]


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper.

    whole       tells of the whole list: only for who may print where the batch lies; else of each person for itself
    by_vehicle  one vehicle of the batch may be printed alone
    picture     how the page draws it: "table", "plan", "letter", "cards" or "slips"
    """

    key: str
    label: Any
    lead: Any
    make_pdf: Maker
    picture: str
    whole: bool = True
    by_vehicle: bool = False
    make_xlsx: Maker | None = None

    @property
    def has_workbook(self) -> bool:
        return self.make_xlsx is not None


_ALL = (
    Paper("manifest", pgettext_lazy("paper", "Manifest"),
          _("One page for each vehicle: seats, names, who goes together; room for temperature and signature."),
          set_manifest, "table", by_vehicle=True, make_xlsx=manifest_xlsx),
    Paper("vehicle_plan", pgettext_lazy("paper", "Plan of a vehicle"),
          _("Vehicle, driver, escort, stops with times, rests, disinfection, numbers to call."),
          set_vehicle_plan, "plan", by_vehicle=True),
    Paper("letter", pgettext_lazy("paper", "Letter to the receiving area"),
          _("Who comes when, with what, and what is asked. Named is only who agreed to be named."),
          set_letter, "letter"),
    Paper("certificates", pgettext_lazy("paper", "Health certificates"),
          _("Four to a page, with number, code and QR. They tell that the check was passed, nothing of it."),
          set_certificates, "cards", whole=False),
    Paper("consents", pgettext_lazy("paper", "Slips of consent"),
          _("Plain words to read out and sign: free will, no fee, what was promised, who learns what. Two to a page."),
          set_consents, "slips", whole=False),
    Paper("insurance", pgettext_lazy("paper", "List for the insurance of the journey"),
          _("Everybody with the ID number masked. The whole number leaves only with the approval of a second person."),
          set_insurance, "table", make_xlsx=insurance_xlsx),
    Paper("receipt", pgettext_lazy("paper", "Receipt of the hand-over"),
          _("Counts, everybody by name to be taken or not with the reason, signatures and seals of both sides."),
          set_receipt, "table", by_vehicle=True, make_xlsx=receipt_xlsx),
    Paper("slips", pgettext_lazy("paper", "Slips for the journey"),
          _("For the pocket of each worker, four to a page: when, where, which seat, what was promised, whom to call."),
          set_slips, "cards", whole=False),
)  # fmt: skip
PAPERS: dict[str, Paper] = {paper.key: paper for paper in _ALL}
