"""What is typed on the pages of the survey."""

from gangqiao.surveys.forms.interview import HouseholdSheetForm, NewcomerForm, PersonSheetForm
from gangqiao.surveys.forms.planning import CampaignForm, ItemForm, SampleForm
from gangqiao.surveys.forms.reviewing import SubmitForm

__all__ = [
    "CampaignForm",
    "HouseholdSheetForm",
    "ItemForm",
    "NewcomerForm",
    "PersonSheetForm",
    "SampleForm",
    "SubmitForm",
]
