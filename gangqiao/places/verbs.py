"""The verbs of the division tree."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

declare(
    Verb("places.load_divisions", _("Load the official divisions")),
    Verb("places.add_division", _("Add a division")),
    Verb("places.rename", _("Rename a division")),
    Verb("places.recode", _("Give a division a new code")),
    Verb("places.locate", _("Set the place of a division")),
    Verb("places.succeed", _("Split or merge divisions")),
)
