"""What is typed on the pages of the register. Whether an act is allowed, the act decides."""

from gangqiao.people.forms.base import ActForm, AttributeForm, DivisionField
from gangqiao.people.forms.dated import (
    BusinessForm,
    CategoryForm,
    ContactForm,
    EndCategoryForm,
    EndSpellForm,
    IntentionForm,
    NoteForm,
    SkillForm,
    SpellForm,
    VerifyForm,
)
from gangqiao.people.forms.governed import (
    ChangeHeadForm,
    CorrectIdForm,
    DeathForm,
    FindForm,
    GovernedForm,
    MergeForm,
    MoveInForm,
    SplitForm,
    TransferForm,
)
from gangqiao.people.forms.registering import (
    HouseholdCorrection,
    HouseholdForm,
    MemberForm,
    PersonCorrection,
    PersonForm,
)

__all__ = [
    "ActForm",
    "AttributeForm",
    "BusinessForm",
    "CategoryForm",
    "ChangeHeadForm",
    "ContactForm",
    "CorrectIdForm",
    "DeathForm",
    "DivisionField",
    "EndCategoryForm",
    "EndSpellForm",
    "FindForm",
    "GovernedForm",
    "HouseholdCorrection",
    "HouseholdForm",
    "IntentionForm",
    "MemberForm",
    "MergeForm",
    "MoveInForm",
    "NoteForm",
    "PersonCorrection",
    "PersonForm",
    "SkillForm",
    "SpellForm",
    "SplitForm",
    "TransferForm",
    "VerifyForm",
]
