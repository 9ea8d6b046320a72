"""The verbs of duplicates."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

declare(
    Verb("duplicates.view", _("See probable duplicates"), reads=True),
    Verb("duplicates.search", _("Look for duplicates in the whole county")),
    Verb("duplicates.tell_apart", _("Decide that two records are two persons")),
    Verb("duplicates.ask", _("Ask the village about two records")),
    Verb("duplicates.reopen", _("Decide about two records once more")),
    Verb("duplicates.answer", _("Answer a question about a record")),
)

declare_own_acts(
    {
        "duplicates.find": _("Found a probable duplicate"),
        "duplicates.find_again": _("Found a probable duplicate again"),
        "duplicates.close_merged": _("Closed a probable duplicate: the records were merged"),
        "duplicates.let_go": _("Let a probable duplicate go: the records are no longer alike"),
        "duplicates.hear": _("Heard all answers about a probable duplicate"),
    }
)
