"""The levels of the division tree, the kinds of division, and how far a destination is from a home in levels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.paths import SEGMENT_WIDTH


class Level(models.TextChoices):
    """How deep a division lies. A country abroad lies where a province lies at home."""

    NATION = "nation", _("nation")
    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    COUNTY = "county", _("county")
    TOWNSHIP = "township", _("township")
    VILLAGE = "village", _("village")
    GROUP = "group", _("villagers' group")


_DEPTH = {
    Level.NATION: 1,
    Level.COUNTRY: 2,
    Level.PROVINCE: 2,
    Level.PREFECTURE: 3,
    Level.COUNTY: 4,
    Level.TOWNSHIP: 5,
    Level.VILLAGE: 6,
    Level.GROUP: 7,
}
KEY_LENGTH = {level: depth * SEGMENT_WIDTH for level, depth in _DEPTH.items()}
# What may lie directly below each level.
BELOW = {
    Level.NATION: (Level.PROVINCE, Level.COUNTRY),
    Level.PROVINCE: (Level.PREFECTURE,),
    Level.PREFECTURE: (Level.COUNTY,),
    Level.COUNTY: (Level.TOWNSHIP,),
    Level.TOWNSHIP: (Level.VILLAGE,),
    Level.VILLAGE: (Level.GROUP,),
    Level.COUNTRY: (),
    Level.GROUP: (),
}


class Kind(models.TextChoices):
    """What sort of division it is; several sorts share a level."""

    ROOT = "root", _("root of a tree")
    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province")
    MUNICIPALITY = "municipality", _("municipality")
    AUTONOMOUS_REGION = "autonomous_region", _("autonomous region")
    SPECIAL_REGION = "special_region", _("special administrative region")
    CITY = "city", _("city")
    AUTONOMOUS_PREFECTURE = "autonomous_prefecture", _("autonomous prefecture")
    OTHER_PREFECTURE = "other_prefecture", _("league or prefecture area")
    PLACEHOLDER = "placeholder", _("placeholder of the official list")
    DISTRICT = "district", _("district")
    COUNTY = "county", _("county")
    TOWN = "town", _("town")
    TOWNSHIP = "township", _("township")
    STREET = "street", _("street office")
    FARM_BUREAU = "farm_bureau", _("farm administration")
    COMMUNITY = "community", _("community")
    VILLAGE = "village", _("village")
    FARM_BRANCH = "farm_branch", _("branch of a farm")
    GROUP = "group", _("villagers' group")


class Scheme(models.TextChoices):
    """Who gave a code."""

    OFFICIAL = "official", _("national statistical code")
    LOCAL = "local", _("locally assigned code")
    COUNTRY = "iso3166", _("country code (ISO 3166)")


class Terrain(models.TextChoices):
    """How roads run in a township; it decides the winding factor of the distance estimate."""

    UNKNOWN = "", _("not recorded")
    PLAIN = "plain", _("plain")
    MOUNTAIN = "mountain", _("mountain")


class AreaLevel(models.TextChoices):
    """Where a destination lies seen from a home, from the nearest to the farthest."""

    OWN_TOWNSHIP = "own_township", _("in the own township")
    OTHER_TOWNSHIP = "other_township", _("other township of the county")
    OTHER_COUNTY = "other_county", _("other county of the prefecture")
    OTHER_PREFECTURE = "other_prefecture", _("other prefecture of the province")
    OTHER_PROVINCE = "other_province", _("other province")
    ABROAD = "abroad", _("abroad")


_DIFFERS_AT = (
    (Level.NATION, AreaLevel.ABROAD),
    (Level.PROVINCE, AreaLevel.OTHER_PROVINCE),
    (Level.PREFECTURE, AreaLevel.OTHER_PREFECTURE),
    (Level.COUNTY, AreaLevel.OTHER_COUNTY),
    (Level.TOWNSHIP, AreaLevel.OTHER_TOWNSHIP),
)


def area_level(home_key: str, destination_key: str) -> AreaLevel | None:
    """Where the destination lies seen from the home; null when one of them is not known finely enough to say.

    A destination known only as a province is "other_province" when the province differs, and unknown when it is the
    home's own: it may be the next village or the far end of the province.
    """
    for level, answer in _DIFFERS_AT:
        length = KEY_LENGTH[level]
        if len(home_key) < length or len(destination_key) < length:
            return None
        if home_key[:length] != destination_key[:length]:
            return answer
    return AreaLevel.OWN_TOWNSHIP
