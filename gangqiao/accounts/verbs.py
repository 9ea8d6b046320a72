"""The verbs of accounts. Which role may use which: `roles.py`."""

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.verbs import Verb, declare, declare_own_acts

VIEW_USERS = Verb("accounts.view_users", _("See users"), reads=True)
CREATE_USER = Verb("accounts.create_user", _("Add user"), step_up=True)
CHANGE_USER = Verb("accounts.change_user", _("Change user"))
DISABLE_USER = Verb("accounts.disable_user", _("Disable account"))
ENABLE_USER = Verb("accounts.enable_user", _("Enable account"), step_up=True)
RESET_PASSWORD = Verb("accounts.reset_password", _("Give a one-time password"), step_up=True)
RESET_SECOND_FACTOR = Verb("accounts.reset_second_factor", _("Remove the second factor"), step_up=True)
END_SESSIONS = Verb("accounts.end_sessions", _("End all sessions"))
GRANT = Verb("accounts.grant", _("Give post"), step_up=True)
END_GRANT = Verb("accounts.end_grant", _("End post"))
MANAGE_UNITS = Verb("accounts.manage_units", _("Manage units"))

# Written by the product itself into the log; no role holds them.
OWN_ACTS = {
    "accounts.sign_in": _("Signed in"),
    "accounts.refuse_sign_in": _("Sign-in refused"),
    "accounts.sign_out": _("Signed out"),
    "accounts.change_password": _("Changed own password"),
    "accounts.change_second_factor": _("Changed own second factor"),
    "accounts.end_own_sessions": _("Ended own sessions"),
    "accounts.invite_administrator": _("Made a first-start link"),
    "accounts.accept_invitation": _("Accepted a first-start link"),
    "accounts.make_device_code": _("Made a code to connect a phone"),
    "accounts.enrol_device": _("Connected a phone"),
    "accounts.revoke_device": _("Revoked a phone"),
}

declare_own_acts(OWN_ACTS)
declare(
    VIEW_USERS,
    CREATE_USER,
    CHANGE_USER,
    DISABLE_USER,
    ENABLE_USER,
    RESET_PASSWORD,
    RESET_SECOND_FACTOR,
    END_SESSIONS,
    GRANT,
    END_GRANT,
    MANAGE_UNITS,
)
