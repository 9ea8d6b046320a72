"""The tables of the follow-up."""

from gangqiao.followup.models.cases import Case, CaseNote
from gangqiao.followup.models.contacts import Contact, NoCalls, Slip
from gangqiao.followup.models.evidence import DataMatch, Proof, Sample, SampleCheck

__all__ = ["Case", "CaseNote", "Contact", "DataMatch", "NoCalls", "Proof", "Sample", "SampleCheck", "Slip"]
