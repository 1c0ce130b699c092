"""Share tokens: a set of texts or a recipe packed into an address, and read back like a stranger's file.

A token is its version, then URL-safe base64. Of version 1: deflated JSON as zlib writes it. Of versions 2
and 3: three bytes that tell damage, then JSON deflated against `_DICTIONARY_2` or `_DICTIONARY_3`, which hold
what is usual; of version 3 also what stands on labels of products.
"""

from __future__ import annotations

import base64
import binascii
import functools
import json
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from calc.errors import InputError, InputErrors
from calc.messages import say

#: Version of the packing of recipes, and of comparisons; the first character of every token. Readers of older
#: ones stay.
VERSION, COMPARISON_VERSION = "2", "3"
#: By this a link says that it holds a comparison of products, and no recipe.
COMPARISON = "compare"
#: Longest token that is read, and longest text that it may unpack to [characters, bytes].
LONGEST_TOKEN = 4_000
LONGEST_TEXT = 16_000
#: Where a link leads when nobody says: the page on this computer.
HERE = "http://127.0.0.1:8501/"
#: Longest address that a link may begin with [characters].
LONGEST_ADDRESS = 300
#: Under which name an address carries a token.
LINK = "r"

# Frozen with version 2: every token of it was packed against these very bytes. What is usual stands last.
_DICTIONARY_2 = (
    '{"lines":[{"ingredient":"water","mass_g":84.2},{"ingredient":"l_ascorbic_acid","mass_g":15.0,'
    '"purity":0.99,"water_content":0.0,"purity_plus_minus":0.002,"aa_eq":0.2,'
    '"mass_plus_minus_g":0.01,"mass_low_g":,"mass_high_g":,"together":""}],"system":"solution '
    'o_w_emulsion w_o_emulsion suspension","scale_g":0.01,"storage":{"temperature_C":25,"schedule":[{'
    '"temperature_C":5.0,"hours_per_day":22.0}],"openings_per_day":1.0,"fill_fraction":0.9},'
    '"measured":{"pH":3.2,"pH_sd":0.05,"pH_step":0.5,"assay_fraction":0.9,"assay_sd":0.02,'
    '"assay_on":"2026-12-01"},"claims":{"mass_fraction":0.15,"pH":3.5,"total":1.0}}sealed_ampoule '
    "pump_bottle tube jar powder_jar clear_glass PET HDPE LDPE aluminium dark room daylight "
    "copper_tripeptide_1 glutathione sodium_metabisulfite sodium_phytate disodium_edta carbomer "
    "niacinamide sodium_ascorbate calcium_ascorbate ascorbyl_palmitate tetrahexyldecyl_ascorbate "
    "encapsulated_ascorbic_acid ethyl_ascorbic_acid ascorbyl_glucoside magnesium_ascorbyl_phosphate "
    "sodium_ascorbyl_phosphate potassium_hydroxide trisodium_citrate_dihydrate triethanolamine "
    "lactic_acid citric_acid sodium_hydroxide squalane lotion 1 fl oz 1 oz 100 g 50 g 10 g drops "
    "pumps 1/4 tsp w/v %\\npentylene glycol 5 %\\nbutylene glycol 5 %\\npropanediol 5 %\\nethoxydiglycol "
    "10 %\\nsodium hyaluronate 0.1 %\\nxanthan gum\\npanthenol 1 %\\nsodium benzoate 0.3 %\\npotassium "
    "sorbate 0.2 %\\nphenoxyethanol 0.9 %\\npolysorbate 20 2 %\\npropylene glycol 5 %\\nglycerin 5 "
    '%\\ntocopherol 1 %\\nvitamin E 1 %\\nferulic acid 0.5 %\\nwater g\\n{"way":"made","start":"grams",'
    '"start":"water","start":"powder","boost":"powder","palm":"strength","instrument":"strip",'
    '"light":"room","opened_on":"2026-11-01","assay":"90 %","assay_error":"2",'
    '"assay_on":"2026-12-01","fill":"90 %","made_on":"2026-11-01","claim_strength":"15 %",'
    '"claim_pH":"3.5","reading":"3.0","reading_error":"0.1","added":"0.2 g","adjuster_strength":"10 '
    '%","bulk":"0.7","pump":"0.5 mL","drops":"20","density":"1.05","loading":"20 %",'
    '"base_density":"1.03","others":"phenoxyethanol 0.9 %","package":"airless_pump","wall":"PP",{'
    '"way":"boost","form":"l_ascorbic_acid","way":"palm",{"way":"new","form":"l_ascorbic_acid",'
    '"start":"batch","boost":"strength","palm":"powder","strength":"15 %","batch":"30 g",'
    '"powder":"4.55 g","water":"25.33 g","purity":"99 %","purity_plus_minus":"0.2","moisture":"0 %",'
    '"scale":"0.01 g","base":"serum","base_amount":"30 g","base_strength":"10 %",'
    '"base_form":"l_ascorbic_acid","dose":"2 mL","measure":"1 scoop","scoop":"0.25 g","recipe":"4.5 '
    'g ascorbic acid\\n25.5 g water","target_pH":"3.2","adjuster":"sodium_bicarbonate",'
    '"instrument":"meter","kept_at":"5 °C","package":"dropper_bottle","wall":"amber_glass",'
    '"openings":"1"}'
).encode()
# Frozen with version 3: what stands on labels, before what stands in recipes.
_DICTIONARY_3 = (
    b""
    b'"base":"anhydrous","kind":"comparator","pieces":"10","size_g":"50",'
    b'"second_forms":"ascorbyl_glucoside:2","strength_low_percent":"10",'
    b'"strength_high_percent":"15","pH_low":"3","pH_high":"3.5","price_date":"2026-11","brand":"ampoule '
    b"sealed_ampoule powder_jar tube jar airless pump dropper 10 x 2 ml 1 fl oz 50 ml 30 ml retinol, "
    b"salicylic acid, hyaluronic acid, peptides, caffeine, CI 19140, Linalool, Limonene, Parfum, "
    b"Fragrance, Tocopheryl Acetate, Tocopherol, Caprylyl Glycol, Ethylhexylglycerin, Chlorphenesin, "
    b"Potassium Sorbate, Sodium Benzoate, Phenoxyethanol, Xanthan Gum, Carbomer, Hydroxyethylcellulose, "
    b"Polysorbate 20, Laureth-23, Cetearyl Alcohol, Glyceryl Stearate, Dimethicone, Squalane, "
    b"Caprylic/Capric Triglyceride, Isopropyl Myristate, Tetrahexyldecyl Ascorbate, Ascorbyl Palmitate, "
    b"Sodium Hydroxide, Triethanolamine, Citric Acid, Sodium Citrate, Lactic Acid, Disodium EDTA, "
    b"Tetrasodium EDTA, Allantoin, Panthenol, Niacinamide, Sodium Hyaluronate, Hydrolyzed Hyaluronic "
    b"Acid, Acetyl Glucosamine, Centella Asiatica Extract, Aloe Barbadensis Leaf Juice, Camellia "
    b"Sinensis Leaf Extract, Citrus Aurantium Dulcis (Orange) Fruit Extract, Alcohol Denat., "
    b"Dipropylene Glycol, 1,2-Hexanediol, Pentylene Glycol, Butylene Glycol, Propylene Glycol, "
    b"Propanediol, Ethoxydiglycol, Magnesium Ascorbyl Phosphate, Sodium Ascorbyl Phosphate, Ascorbyl "
    b"Glucoside, 3-O-Ethyl Ascorbic Acid, Ferulic Acid, L-Ascorbic Acid, Ascorbic Acid, Glycerin, "
    b'Water, Aqua (Water), Aqua, Glycerin"}},{"file":{"product":"Vitamin C Brightening Ampoule Serum '
    b'Booster","form":"l_ascorbic_acid"}},{"of":"the_ordinary_skinceuticals_",'
    b'"label":{"coactives":"vitamin '
    b'E; ferulic acid","currency":"USD","ingredients":"Aqua, Water, Glycerin, Ascorbic Acid, '
    b'"}},{"label":{"form":"ascorbic acid","strength":"20 %"}},{"label":{"strength":"10 '
    b'%"}}],"months":"6","rates":"1 USD = 0.9 EUR"}{"compare":[{"label":{"product":"Vitamin C '
    b'serum","form":"L-ascorbic acid","strength":"15 '
    b'%","pH":"3.2","package":"dropper_bottle","size":"30 mL","price":"29 '
    b'EUR","price":"$25"}},{"label":{"product":"'
) + _DICTIONARY_2
_DICTIONARIES = {VERSION: _DICTIONARY_2, COMPARISON_VERSION: _DICTIONARY_3}
_CHECK_BYTES = 3


def pack(content: Mapping[str, Any], version: str = VERSION) -> str:
    """Return a token that holds a set of texts, or a recipe as it stands in JSON.

    Parameters
    ----------
    content : mapping of str to str
        Or to what else JSON can hold.
    version : str
        `VERSION` for recipes, `COMPARISON_VERSION` for comparisons.

    Returns
    -------
    str

    Raises
    ------
    InputErrors
        When it would be longer than an address can be, or holds half of a character.

    Examples
    --------
    >>> unpack(pack({"b": "30 g"}))
    {'b': '30 g'}
    """
    try:
        text = json.dumps(dict(content), ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError as error:
        given = ascii(error.object[error.start : error.end])
        raise _error(given, say("this is half of a character."), say("Type the text again.")) from None
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARIES[version])
    packed = _in_letters(_check(text) + deflater.compress(text) + deflater.flush())
    if len(packed) >= LONGEST_TOKEN or len(text) > LONGEST_TEXT:
        raise _error(
            say("{count} bytes", count=len(text)),
            say("this is too long for a link."),
            say("Shorten the lines."),
        )
    return version + packed


def unpack(token: str) -> dict[str, Any]:
    """Return what a token holds.

    Raises
    ------
    InputErrors
        Too long, damaged, of a later version, unpacking to too much, or not a set of fields.

    Examples
    --------
    >>> unpack(pack({"batch": "30 g"}))
    {'batch': '30 g'}
    """
    if len(token) > LONGEST_TOKEN:
        raise _error(
            say("{count} characters", count=len(token)),
            say("this link is too long."),
            say("Ask for the link again."),
        )
    inflated = _READERS.get(token[:1])
    if inflated is None:
        fix = say("Ask for the link again, or update this program.")
        raise _error(token[:12], say("this link is of a version that is not known here."), fix)
    content = _loaded(inflated(token[1:]))
    if not isinstance(content, dict):
        raise _damaged(token)
    return content


def token_in(text: str) -> str:
    """Return the token in a link, or the text itself where it is no address.

    Examples
    --------
    >>> token_in("http://127.0.0.1:8501/?r=abc")
    'abc'
    """
    address = text.strip()
    if "://" not in address:
        return address
    from urllib.parse import parse_qs, urlsplit

    try:
        tokens = parse_qs(urlsplit(address).query).get(LINK, [""])
    except ValueError:
        return ""
    return tokens[0].strip()


def link_to(token: str, address: str = "", page: str = "") -> str:
    """Return the link that opens a token on a page.

    Parameters
    ----------
    token : str
        As `pack` returned it.
    address : str
        Of the page, with ``http://`` or ``https://``; `HERE` when not given.
    page : str
        The page under that address, where it is not the first.

    Raises
    ------
    InputErrors
        An address of another kind, too long, or with something that an address cannot hold.

    Examples
    --------
    >>> link_to("abc", "http://127.0.0.1:8501")
    'http://127.0.0.1:8501/?r=abc'
    """
    base = (address.strip() or HERE).split("#")[0].split("?")[0]
    host = base.partition("://")[2].split("/")[0]
    plain = base.isascii() and base.isprintable() and not set(base) & set(" \"'<>\\^`{|}")
    if not (base.startswith(("http://", "https://")) and host and plain and len(base) <= LONGEST_ADDRESS):
        fix = say("Write it as the browser shows it: {here}", here=HERE)
        raise InputErrors([InputError("address", address, say("this is not the address of a page."), fix)])
    if page:
        base = f"{base.rstrip('/').removesuffix(f'/{page}')}/{page}"
        return f"{base}?{LINK}={token}"
    return f"{base}{'' if base.endswith('/') else '/'}?{LINK}={token}"


# --- readers of each version ----------------------------------------------------------------------


def _inflated_1(packed: str) -> bytes:
    """Return the unpacked bytes of version 1."""
    return _inflated(_from_letters(packed), zlib.decompressobj())


def _inflated_against(dictionary: bytes, packed: str) -> bytes:
    """Return the unpacked bytes of what was packed against a dictionary, if they are what was packed."""
    raw = _from_letters(packed)
    text = _inflated(raw[_CHECK_BYTES:], zlib.decompressobj(-15, dictionary))
    if _check(text) != raw[:_CHECK_BYTES]:
        raise _damaged(packed)
    return text


_READERS: Mapping[str, Callable[[str], bytes]] = {
    "1": _inflated_1,
    **{version: functools.partial(_inflated_against, words) for version, words in _DICTIONARIES.items()},
}


def _check(text: bytes) -> bytes:
    """Return the bytes that tell whether a text was changed on its way."""
    return zlib.crc32(text).to_bytes(4, "big")[-_CHECK_BYTES:]


def _in_letters(raw: bytes) -> str:
    """Return bytes as letters that an address can hold."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _from_letters(packed: str) -> bytes:
    """Return the bytes that letters stand for."""
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise _damaged(packed) from error


def _inflated(raw: bytes, inflater: Any) -> bytes:
    """Return the unpacked bytes; never more than `LONGEST_TEXT`."""
    try:
        text: bytes = inflater.decompress(raw, LONGEST_TEXT)
    except zlib.error as error:
        raise _damaged("") from error
    if not inflater.eof or inflater.unused_data:
        raise _damaged("")
    return text


def _loaded(text: bytes) -> Any:
    """Return the objects of a JSON text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(text[:12].decode(errors="replace")) from error


def _damaged(given: str) -> InputErrors:
    """Return the error for a link that was cut or changed on its way."""
    return _error(f"{given[:12]}…", say("this link is damaged."), say("Copy all of it, or ask for it again."))


def _error(given: str, accepted: str, fix: str) -> InputErrors:
    """Return an error about a link."""
    return InputErrors([InputError("link", given, accepted, fix)])
