"""The demonstration's accounts: one for each role, all with one password that stands on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from gangqiao.accounts.actions.units import ensure_unit, ensure_units, ensure_village_unit
from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.accounts.refusals import OnlyInDemonstration
from gangqiao.accounts.roles import ROLES, ScopeKind
from gangqiao.accounts.unit_list import HEADQUARTERS, OFFICE, NamedUnit
from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import children, county, townships

# Whose people work here with accounts of their own, beside the units of the programme.
EMPLOYER = NamedUnit("sample-employer", "云桥电子厂（样本）", UnitKind.EMPLOYER)
AGENCY = NamedUnit("sample-agency", "桥头人力资源公司（样本）", UnitKind.AGENCY)
PROVIDER = NamedUnit("sample-provider", "弥阳职业培训学校（样本）", UnitKind.PROVIDER)
PASSWORD = "rice-terrace-2020"  # noqa: S105  shown on the screen; accounts with it exist only where DEMO is set
BEGINS = date(2020, 1, 1)  # before the plan: the demonstration may be shown on any day after it


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demonstration. `place` is the pinyin of its township; `unit` the code of its unit."""

    username: str
    display_name: str
    role: str
    unit: str = ""
    place: str = ""


ACCOUNTS = (
    DemoAccount("hq", "普建华", "headquarters_leader", HEADQUARTERS.code),
    DemoAccount("office", "张丽萍", "headquarters_office", OFFICE.code),
    DemoAccount("xinshao", "李云飞", "township_clerk", place="新哨镇"),
    DemoAccount("xinshao-leader", "王志强", "township_leader", place="新哨镇"),
    DemoAccount("xinshao-village", "杨秀英", "village_officer", place="新哨镇"),
    DemoAccount("hongxi", "陈晓梅", "township_clerk", place="虹溪镇"),
    DemoAccount("transfer", "何俊", "transfer_clerk", "hrss"),
    DemoAccount("training", "刘芳", "training_clerk", "hrss"),
    DemoAccount("provider", "段文斌", "training_provider", PROVIDER.code),
    DemoAccount("employment", "赵敏", "employment_clerk", "hrss"),
    DemoAccount("funds", "孙国庆", "funds_clerk", "hrss"),
    DemoAccount("noarea", "黄建国", "department_liaison", "water"),
    DemoAccount("employer", "周海燕", "employer", EMPLOYER.code),
    DemoAccount("agency", "钱立新", "agency", AGENCY.code),
    DemoAccount("health", "马红", "health", "health"),
    DemoAccount("transport", "罗勇", "transport", "transport"),
    DemoAccount("poverty", "徐静", "poverty_office", "poverty"),
    DemoAccount("finance", "周文", "finance", "reform"),
    DemoAccount("auditor", "吴明", "auditor", "reform"),
    DemoAccount("sysadmin", "郑涛", "system_admin", OFFICE.code),
    DemoAccount("secadmin", "冯燕", "security_admin", OFFICE.code),
    DemoAccount("auditadmin", "曹宇", "audit_admin", OFFICE.code),
)


@dataclass(frozen=True, slots=True)
class MadeAccount:
    """What the screen shows of one account."""

    user: User
    role: str
    area: str


def make_demo_accounts() -> list[MadeAccount]:
    """Make the accounts of the demonstration where they are missing, and set their password again.

    Raises OnlyInDemonstration without the setting DEMO, or where they would come to stand beside an account that is not
    one of these. Accounts that somebody added to a demonstration later do no harm.
    """
    names = [account.username for account in ACCOUNTS]
    are_all_there = User.objects.filter(username__in=names).count() == len(names)
    if not settings.DEMO or (not are_all_there and User.objects.exclude(username__in=names).exists()):
        raise OnlyInDemonstration
    with transaction.atomic():
        units = ensure_units(actor=SYSTEM) | {
            u.code: ensure_unit(u, actor=SYSTEM) for u in (EMPLOYER, AGENCY, PROVIDER)
        }
        password = _hashed_password()
        return [_make(account, units, password) for account in ACCOUNTS]


def _hashed_password() -> str:
    """The password as stored, the same for all: nineteen hashes would add four seconds to every start."""
    stored = User.objects.filter(username=ACCOUNTS[0].username).values_list("password", flat=True).first()
    return stored if stored and check_password(PASSWORD, stored) else make_password(PASSWORD)


def _make(account: DemoAccount, units: dict[str, Unit], password: str) -> MadeAccount:
    area = _area_of(account)
    user = User.objects.filter(username=account.username).first() or User(username=account.username)
    user.display_name, user.unit, user.is_active = account.display_name, _unit_of(account, area, units), True
    user.must_change_password, user.one_time_until = False, None
    user.password = password
    user.save()
    Authenticator.objects.filter(user=user).delete()
    if not Grant.objects.filter(user=user).in_force(clock.today()).exists():
        Grant.objects.create(user=user, role=account.role, area=area, valid_from=BEGINS)
        record("accounts.create_user", actor=SYSTEM, subject=user, source="command")
    return MadeAccount(user, str(ROLES[account.role].label), area.name if area else "")


def _area_of(account: DemoAccount) -> Division | None:
    scope = ROLES[account.role].scope
    if scope is ScopeKind.NONE:
        return None
    if scope is ScopeKind.CITY:
        return county()
    township: Division = townships().get(name=account.place)
    if scope is ScopeKind.TOWNSHIP:
        return township
    village: Division = children(township.key).filter(level=Level.VILLAGE).order_by("key")[0]
    return village


def _unit_of(account: DemoAccount, area: Division | None, units: dict[str, Unit]) -> Unit:
    if account.unit:
        return units[account.unit]
    kinds = (UnitKind.TOWNSHIP, UnitKind.FARM_BUREAU)
    township = next(u for u in units.values() if u.kind in kinds and u.area and u.area.name == account.place)
    if area is not None and area.level == Level.VILLAGE:
        return ensure_village_unit(area, township, actor=SYSTEM)
    return township
