"""The verbs of duplicates."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("duplicates.view", _("See probable duplicates"), reads=True),
    Verb("duplicates.search", _("Look for duplicates in the whole county")),
    Verb("duplicates.decide", _("Decide whether two records are one person")),
)
