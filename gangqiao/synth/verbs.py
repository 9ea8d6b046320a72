"""The verb of the synthetic county."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

LOAD = "synth.load"
REPLAY = "synth.replay"

declare(Verb(LOAD, _("Load a synthetic county")))
declare_own_acts({REPLAY: _("Led a synthetic county on by a day")})
