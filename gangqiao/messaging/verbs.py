"""The verbs of notices."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

# Written by the product itself: the sender's own verb was asked before, and the gateway is no official.
declare_own_acts(
    {
        "messaging.queue": _("Put a notice into the queue"),
        "messaging.begin": _("Began to send a notice"),
        "messaging.confirm": _("The gateway took a notice"),
        "messaging.deliver": _("A notice arrived"),
        "messaging.fail": _("A notice could not be sent; it is tried again"),
        "messaging.give_up": _("Gave up sending a notice"),
        "messaging.lose": _("It became unknown whether a notice was sent"),
        "messaging.show": _("Showed a notice in the app"),
        "messaging.forget": _("Emptied notices after their time"),
        "messaging.read": _("Read an own notice"),
        "messaging.stop_by_phone": _("A telephone number asked for no more messages"),
    }
)
declare(
    Verb("messaging.view", _("See the notices that are sent to people"), reads=True),
    Verb("messaging.retry", _("Send a notice again")),
    Verb("messaging.take_as_sent", _("Take a notice as sent")),
    Verb("messaging.put_on_paper", _("Put a notice on paper")),
    Verb("messaging.withdraw", _("Withdraw a notice")),
    Verb("messaging.print", _("Print the notices that go by hand")),
    Verb("messaging.hand_over", _("Note that a notice was handed over")),
    Verb("messaging.opt_out", _("Note that a telephone number wants no messages")),
    Verb("messaging.opt_in", _("Note that a telephone number wants messages again")),
)
