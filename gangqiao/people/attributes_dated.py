"""The dated facts of a person: skills, intentions, businesses and employment spells (R033-R038)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.attributes import (
    AttributeSet,
    Choice,
    CodeList,
    CreditCode,
    Date,
    DivisionRef,
    Integer,
    Money,
    MultiChoice,
    Text,
    YesNoUnknown,
)
from gangqiao.people.codes import LISTS

SKILL = AttributeSet(
    "skill",
    _("Skill"),
    Text(key="name", label=_("Skill"), heading="技能名称", source="R033", required=True),
    Text(key="occupation_code", label=_("Occupation code"), heading="职业代码", longest=20, source="Occupations 2015"),
    Choice(
        key="level",
        label=_("Skill level"),
        heading="技能等级",
        codes=LISTS["skill_level"],
        source="R033",
        required=True,
        filterable=True,
    ),
    Text(
        key="certificate_no", label=_("Certificate number"), heading="证书编号", longest=40, source="Domain notes 2.2"
    ),
    Date(key="issued_on", label=_("Issued on"), heading="发证日期", source="Domain notes 2.2"),
    Text(key="issued_by", label=_("Issued by"), heading="发证机构", source="Domain notes 2.2"),
)

INTENTION = AttributeSet(
    "intention",
    _("Wishes for work and training"),
    Choice(
        key="wants_work",
        label=_("Wants to work"),
        heading="有无求职意向",
        codes=LISTS["wants_work"],
        source="R034",
        required=True,
        filterable=True,
    ),
    Choice(
        key="work_kind", label=_("Kind of work wanted"), heading="就业意向", codes=LISTS["work_kind"], source="R034"
    ),
    MultiChoice(key="wished_trades", label=_("Trades wanted"), heading="意向工种", codes=LISTS["trade"], source="R034"),
    Choice(
        key="wished_level",
        label=_("How far away"),
        heading="意向务工地",
        codes=LISTS["area_level"],
        source="Domain notes 2.2",
    ),
    Money(key="pay_floor", label=_("Lowest monthly pay (yuan)"), heading="期望月薪(元)", source="Domain notes 2.2"),
    Date(
        key="earliest_on",
        label=_("Can start on"),
        heading="最早上岗日期",
        past=False,
        source="Domain notes 2.2",
    ),
    YesNoUnknown(
        key="training_wish",
        label=_("Wants training"),
        heading="培训意愿",
        source="R035",
        required=True,
        filterable=True,
    ),
    MultiChoice(
        key="wished_courses", label=_("Courses wanted"), heading="意向培训工种", codes=LISTS["trade"], source="R035"
    ),
    MultiChoice(
        key="conditions",
        label=_("Asks of any work"),
        heading="务工条件",
        codes=LISTS["work_condition"],
        source="Domain notes 2.2",
    ),
    MultiChoice(
        key="not_out_reasons",
        label=_("Reasons for not working away"),
        heading="未就业原因",
        codes=LISTS["not_out_reason"],
        source="Domain notes 2.3",
    ),
    Date(
        key="planned_departure_on",
        label=_("Plans to leave on"),
        heading="拟外出日期",
        past=False,
        source="Domain notes 2.1",
    ),
)

BUSINESS = AttributeSet(
    "business",
    _("Own business"),
    Text(key="name", label=_("Name of the business"), heading="创业名称", source="R038", required=True),
    Text(key="licence_no", label=_("Licence number"), heading="营业执照号", longest=30, source="Domain notes 2.2"),
    DivisionRef(key="division", label=_("Place"), heading="创业地点", source="R038"),
    # Not the bare word: a list that has it means the sector in which the person works.
    CodeList(key="sector", label=_("Sector"), heading="创业行业", codes=LISTS["sector"], source="GB/T 4754-2017"),
    Choice(
        key="business_kind",
        label=_("Kind of business"),
        heading="创业类型",
        codes=LISTS["business_kind"],
        source="R038",
    ),
    Money(key="investment", label=_("Investment (yuan)"), heading="投资额(元)", source="Domain notes 2.2"),
    Integer(
        key="jobs_created", label=_("Jobs created"), heading="带动就业人数", most=100_000, source="Domain notes 2.2"
    ),
    Integer(
        key="poor_workers",
        label=_("Registered-poor workers employed"),
        heading="吸纳贫困劳动力人数",
        most=100_000,
        source="Domain notes 2.2",
    ),
)

SPELL = AttributeSet(
    "spell",
    _("Employment spell"),
    Date(key="started_on", label=_("From"), heading="务工起始日期", past=False, source="R036", required=True),
    Date(key="ended_on", label=_("Until (last day)"), heading="务工结束日期", source="R036"),
    Choice(
        key="spell_kind",
        label=_("Kind of employment"),
        heading="就业形式",
        codes=LISTS["spell_kind"],
        source="R036",
        required=True,
    ),
    Choice(
        key="area_level",
        label=_("How far from home"),
        heading="务工区域",
        codes=LISTS["area_level"],
        source="R037",
        required=True,
        filterable=True,
    ),
    DivisionRef(
        key="destination", label=_("Destination"), heading="务工地", synonyms=("务工去向", "务工所在地"), source="R037"
    ),
    Text(
        key="employer_name",
        label=_("Employer"),
        heading="务工单位",
        synonyms=("务工企业名称", "用工单位"),
        source="R036",
    ),
    CreditCode(
        key="credit_code",
        label=_("Credit code of the employer"),
        heading="统一社会信用代码",
        source="GB 32100",
    ),
    CodeList(key="sector", label=_("Sector"), heading="从事行业", codes=LISTS["sector"], source="GB/T 4754-2017"),
    Text(key="occupation", label=_("Occupation"), heading="从事工种", longest=60, source="Domain notes 2.2"),
    Choice(
        key="mode",
        label=_("How the person found it"),
        heading="转移就业方式",
        synonyms=("输出渠道", "就业渠道"),
        codes=LISTS["mode"],
        source="Domain notes 2.3",
        required=True,
        filterable=True,
    ),
    YesNoUnknown(key="organised", label=_("Organised, point to point"), heading="是否点对点输送", source="R068"),
    YesNoUnknown(key="is_farm_work", label=_("Farm work"), heading="是否农业生产", source="Domain notes 2.4"),
    Money(key="monthly_income", label=_("Monthly income (yuan)"), heading="月收入(元)", source="Domain notes 2.2"),
    Choice(
        key="evidence",
        label=_("Evidence"),
        heading="核实方式",
        codes=LISTS["evidence"],
        source="Domain notes 6.6",
        required=True,
        filterable=True,
    ),
    Choice(
        key="end_reason",
        label=_("Why it ended"),
        heading="结束原因",
        codes=LISTS["end_reason"],
        source="Domain notes 6.3",
    ),
    Date(key="returned_on", label=_("Returned on"), heading="返乡日期", source="Domain notes 2.1"),
)
