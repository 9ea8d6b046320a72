"""One function per verb of accounts."""

from gangqiao.accounts.actions.devices import add_device, enrol, make_code, revoke
from gangqiao.accounts.actions.first_start import accept_invitation, invite_administrators
from gangqiao.accounts.actions.grants import end_grant, grant
from gangqiao.accounts.actions.units import change_unit, create_unit, ensure_units
from gangqiao.accounts.actions.users import (
    change_user,
    create_user,
    disable_user,
    enable_user,
    end_sessions,
    reset_password,
    reset_second_factor,
)

__all__ = [
    "accept_invitation",
    "add_device",
    "change_unit",
    "change_user",
    "create_unit",
    "create_user",
    "disable_user",
    "enable_user",
    "end_grant",
    "end_sessions",
    "enrol",
    "ensure_units",
    "grant",
    "invite_administrators",
    "make_code",
    "reset_password",
    "reset_second_factor",
    "revoke",
]
