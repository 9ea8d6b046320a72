"""A posting in the words of schema.org (JobPosting), as search engines read it. Public facts only, no phone number."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gangqiao.kernel.paths import SEGMENT_WIDTH
from gangqiao.places.reads import county_path
from gangqiao.vacancies import occupations
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.reads.postings import Posting

UNITS = {"month": "MONTH", "day": "DAY", "hour": "HOUR", "piece": "MONTH"}
CURRENCY = "CNY"
END_OF_DAY = "T23:59:59+08:00"
# A data block is not run, but "</script>" inside a text would end it.
_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def job_posting(posting: Posting, *, address: str) -> dict[str, Any]:
    """The JobPosting of an open vacancy with free seats. `address`: the whole address of its page."""
    found = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": description_of(posting),
        "identifier": {"@type": "PropertyValue", "name": posting.employer_name, "value": str(posting.uuid)},
        "datePosted": posting.published_on.isoformat(),
        "validThrough": f"{posting.valid_until.isoformat()}{END_OF_DAY}",
        "employmentType": "TEMPORARY" if "short_term" in posting.suits else None,
        "hiringOrganization": {"@type": "Organization", "name": posting.employer_name},
        "jobLocation": {"@type": "Place", "address": _address(posting)},
        "baseSalary": _salary(posting),
        "totalJobOpenings": posting.open_seats,
        "jobStartDate": posting.starts_on.isoformat() if posting.starts_on else None,
        "occupationalCategory": _occupation(posting.occupation),
        "skills": posting.skills or None,
        "jobBenefits": _benefits(posting) or None,
        "directApply": False,
        "url": address,
    }
    return {key: value for key, value in found.items() if value is not None}


def as_script(found: dict[str, Any]) -> SafeString:
    """JSON that can stand inside a script element of a page."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return mark_safe(text)  # noqa: S308  every sign that could end the element is escaped


def description_of(posting: Posting) -> str:
    """The work in a few sentences. Search engines ask for one, also when the employer wrote none."""
    facts = [
        posting.description,
        _("People wanted: %(number)s") % {"number": posting.number},
        posting.pay_words,
        *(f"{label}: {words}" for label, words in _said(posting, "hours", "shifts", "board", "lodging", "contract")),
    ]
    return " · ".join(fact for fact in facts if fact)


def _said(posting: Posting, *keys: str) -> list[tuple[str, str]]:
    return [(str(VACANCY[key].label), words) for key in keys if (words := posting.words(key))]


def _benefits(posting: Posting) -> str:
    return " · ".join(f"{label}: {words}" for label, words in _said(posting, "board", "lodging", "insurance"))


def _occupation(code: str) -> str | None:
    found = occupations.find(code) if code else None
    return f"{found.code} {found.name}" if found else None


def _address(posting: Posting) -> dict[str, str]:
    names = list(posting.place_words)
    is_at_home = posting.place[:SEGMENT_WIDTH] == county_path()[:SEGMENT_WIDTH]
    country = "CN" if is_at_home else (names[0] if names else "")
    found = {
        "@type": "PostalAddress",
        "addressCountry": country,
        "addressRegion": names[0] if names else "",
        "addressLocality": "".join(names[1:]),
        "streetAddress": posting.address,
    }
    return {key: value for key, value in found.items() if value}


def _salary(posting: Posting) -> dict[str, Any] | None:
    low, high = posting.pay_min, posting.pay_max
    if low is None and high is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": UNITS[posting.pay_form]}
    if low is not None:
        value["minValue"] = low / 100
    if high is not None:
        value["maxValue"] = high / 100
    return {"@type": "MonetaryAmount", "currency": CURRENCY, "value": value}
