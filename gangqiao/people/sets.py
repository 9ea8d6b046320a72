"""Every declared set by what it is about, in the order in which they are shown."""

from __future__ import annotations

from gangqiao.kernel.attributes import AttributeSet
from gangqiao.people import attributes, attributes_dated

SETS: dict[str, AttributeSet] = {
    s.about: s
    for s in (
        attributes.PERSON,
        attributes.HOUSEHOLD,
        attributes_dated.SPELL,
        attributes_dated.INTENTION,
        attributes_dated.SKILL,
        attributes_dated.BUSINESS,
    )
}
