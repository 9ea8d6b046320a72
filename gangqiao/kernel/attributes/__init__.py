"""A fact about a person is declared once, here in its kind; everything else is made from the declaration."""

from gangqiao.kernel.attributes.base import Attribute, NotAnswered, WrongValue
from gangqiao.kernel.attributes.coded import Choice, CodeList, MultiChoice, YesNoUnknown
from gangqiao.kernel.attributes.codes import Codes, load_codes
from gangqiao.kernel.attributes.kinds import Attachment, CreditCode, Date, DivisionRef, Text
from gangqiao.kernel.attributes.measured import Integer, Money, Number
from gangqiao.kernel.attributes.secret import PersonId, Phone
from gangqiao.kernel.attributes.sets import AttributeSet

__all__ = [
    "Attachment",
    "Attribute",
    "AttributeSet",
    "Choice",
    "CodeList",
    "Codes",
    "CreditCode",
    "Date",
    "DivisionRef",
    "Integer",
    "Money",
    "MultiChoice",
    "NotAnswered",
    "Number",
    "PersonId",
    "Phone",
    "Text",
    "WrongValue",
    "YesNoUnknown",
    "load_codes",
]
