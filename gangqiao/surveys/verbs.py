"""The verbs of the survey."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("surveys.view", _("See the survey"), reads=True),
    Verb("surveys.view_picture", _("See the pictures of a visit"), reads=True),
    Verb("surveys.plan", _("Plan a survey")),
    Verb("surveys.open", _("Open a survey")),
    Verb("surveys.close", _("Close a survey")),
    Verb("surveys.add_item", _("Add or end an item of the survey")),
    Verb("surveys.assign", _("Name who surveys a village")),
    Verb("surveys.collect", _("Record the answers of a household")),
    Verb("surveys.submit", _("Submit a household")),
    Verb("surveys.send_back", _("Return a household to the village")),
    Verb("surveys.accept", _("Accept a household")),
    Verb("surveys.settle", _("Settle answers that two people gave differently")),
    Verb("surveys.sample", _("Draw a sample and record what was found on the second visit")),
)

declare_own_acts(
    {
        "surveys.fill_roster": _("Put the households of the register on the roster of a survey"),
        "surveys.join_roster": _("Put a household on the roster of a survey"),
        "surveys.follow": _("Brought what the survey keeps to where a household or person is now"),
        "surveys.print": _("Had the survey sheets of an area set for paper"),
        "surveys.fetch_print": _("Fetched the survey sheets of an area"),
        "surveys.lock": _("Locked a surveyed household"),
        "surveys.make_questions": _("Made a new version of the questions"),
    }
)
