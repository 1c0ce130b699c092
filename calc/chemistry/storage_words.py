"""How packages, walls and light are called in the middle of a sentence, by the words of recipes and data."""

from __future__ import annotations

from collections.abc import Mapping

from calc.messages import say

PACKAGE_WORDS: Mapping[str, str] = {
    "sealed_ampoule": say("sealed ampoule"),
    "airless_pump": say("airless pump"),
    "dropper_bottle": say("dropper bottle"),
    "pump_bottle": say("pump bottle"),
    "tube": say("tube"),
    "jar": say("jar"),
    "powder_jar": say("powder jar"),
    "ampoule": say("ampoule"),
}
WALL_WORDS: Mapping[str, str] = {
    "amber_glass": say("amber glass"),
    "clear_glass": say("clear glass"),
    "aluminium": say("aluminium"),
    **{plastic: plastic for plastic in ("PET", "HDPE", "PP", "LDPE")},
}
LIGHT_WORDS: Mapping[str, str] = {
    "dark": say("in the dark"),
    "room": say("in room light"),
    "daylight": say("in daylight"),
}
