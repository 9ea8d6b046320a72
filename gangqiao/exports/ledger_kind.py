"""A ledger as one kind of what is taken out."""

from __future__ import annotations

from gangqiao.exports.kinds import Kind, Made, Told, register
from gangqiao.exports.making import make
from gangqiao.exports.models import LEDGER, Export
from gangqiao.exports.profiles import PROFILES
from gangqiao.kernel import clock
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.reads.ledgers import LEDGERS
from gangqiao.ledgers.showing import heading, said


class LedgerKind(Kind):
    """The people or household ledger, with its filters."""

    key = LEDGER

    def title(self, export: Export) -> str:
        return str(LEDGERS[export.ledger].title)

    def about(self, export: Export) -> list[str]:
        """The filters. What was typed into the find box stays with the asker."""
        values, _wrong = page.asking.read_all(LEDGERS[export.ledger].filters, export.query)
        return [said(one.label, one.words(value)) for one, value in values.items()]

    def way(self, export: Export) -> str:
        profile = PROFILES.get(export.profile)
        return profile.label if profile else export.profile

    def headings(self, export: Export, keys: list[str]) -> list[str]:
        by_key = {column.key: column for column in LEDGERS[export.ledger].columns}
        return [heading(by_key[key]) for key in keys if key in by_key]

    def file_name(self, export: Export) -> str:
        day = clock.day_of(export.made_at)
        return f"gangqiao-{export.ledger}-{day:%Y%m%d}-{export.number}.{PROFILES[export.profile].file}"

    def make(self, export: Export, told: Told) -> Made:
        return make(export, told)


register(LedgerKind())
