"""The verb of the synthetic county."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare

LOAD = "synth.load"

declare(Verb(LOAD, _("Load a synthetic county")))
