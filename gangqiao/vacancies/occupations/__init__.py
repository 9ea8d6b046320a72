"""Occupations by the national classification, found by the words people use.

    find("6-05-01-03")                 the occupation of a code, or None
    search("缝纫", limit=10)            by name, synonym, pinyin ("fengren", "fr"), with one typing error forgiven
    guess("招聘熟练平车工")              what occupation a free job title may mean, with a confidence from 0 to 1

The list is read once in a process (about half a second, mostly for pinyin) and then kept.
"""

from __future__ import annotations

from gangqiao.vacancies.occupations.classification import Occupation, all_occupations, class_name, find
from gangqiao.vacancies.occupations.finding import search
from gangqiao.vacancies.occupations.guessing import guess

__all__ = ["Occupation", "all_occupations", "class_name", "find", "guess", "search"]
