"""Declares the widget keys, builds one frozen request from them each run, reads and writes links."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from calc.catalog import (
    Preset,
    examples,
    find_form,
    presets,
)
from calc.chemistry.recipe import read_recipe
from calc.client.request import NONE, NOTHING_ELSE, VisitRequest
from calc.client.verdict import CheckResult
from calc.client.visit import Visit
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.fields import ADJUSTER, BASE
from calc.mixing.request import MixRequest
from calc.parsing.account import Account
from calc.reports.links import (
    COMPARISON,
    LINK,
    link_to,
    pack,
    unpack,
)
from calc.reports.share import preset, request_of
from ui.labels import COMMON

#: A beginner's first bottle; opening the page shows it worked out.
FIRST = MixRequest(
    strength="15 %",
    batch="30 g",
    powder="4.55 g",
    water="25.33 g",
    purity="99 %",
    purity_plus_minus="0.2",
    moisture="0 %",
    scale="0.01 g",
    base_amount="30 g",
    base_strength="10 %",
    base_form="l_ascorbic_acid",
    dose="2 mL",
    measure="1 scoop",
    scoop="0.25 g",
    recipe="4.5 g ascorbic acid\n25.5 g water",
    target_pH="3.2",
    kept_at="5 °C",
    package="dropper_bottle",
    wall="amber_glass",
    openings="1",
)
#: What somebody calls their recipe, on a card and a label.
NAME = "mix-name"
#: Which recipe to start from was chosen.
PRESETS = "screen-presets"
#: Widget keys of the Evidence page: its search, and what it shows.
SEARCH, SHOWN = "evidence-search", "evidence-shown"
_MIX_FIELDS = frozenset(field.name for field in fields(MixRequest))
_BEFORE = "mix-before-start-again"
_LINK_ERROR = "mix-link-error"
_READINGS = "readings-chosen"
_ANSWERED = "mix-answered"
_WORK = "mix-work"
_HELD = "mix-held"
#: The token that was last written into the address or read from it, and when something typed changed it [s].
_WRITTEN, _WRITTEN_AT = "mix-written", "mix-written-at"
#: The recipe as it was when that was written, and the last recipe that was packed, with its token.
_WRITTEN_OF, _PACKED = "mix-written-of", "mix-packed"
#: The links that carry the recipe, which are drawn again when that changes.
LINKS = "frame-links"
#: The pages that have a recipe in their address.
RECIPE_PAGES = (say("Mix"), say("Keeps"))
#: Whether the page that is open was so in the last rerun.
STAYED = "frame-stayed"
#: What is compared, once Compare was open.
COMPARED = "compare-request"
#: Whether the recipe that opened this visit came with a link, and is still as it came.
SHARED = "mix-shared"
#: Whether the fields are unfolded on a phone.
EDITING = "mix-editing"
#: So long an address may be out of date because the browser has not heard of the new one [s].
_LAG_S = 1.0
#: Of Check: the questions in their order, what chips held before, what was checked last, and how many clients
#: there were before this one.
_QUESTIONS, _CHIPS, _LAST_CHECK, _CLIENT = "check-questions", "check-chips", "check-last", "check-client"
#: Answers about the product: they stay for the next client.
_OF_PRODUCT = frozenset(
    "product listed product_form product_strength product_pH product_package coactives".split()
)
#: The chips for what many clients have, take or use; they belong to the fields of their kinds.
COMMON_FIELD = "common"
#: Fields of Check that belong to a client, but are no part of the request.
_BESIDE_REQUEST = ("schedule", "day", "time", "zone_words", "procedure_words", COMMON_FIELD)
#: Fields of Check with a field beside them for words of one's own.
WORDS_BESIDE: Mapping[str, str] = {"zone": "zone_words", "procedure": "procedure_words"}


def key(field: str) -> str:
    """Return the widget key of a field; those of Check are told apart from those of Mix.

    Fields about a client have the number of the client in them: a browser sends what it holds of the last
    one with the next answer, when that is given before it has heard that there is a new client.
    """
    if field in _MIX_FIELDS or field == "tick":
        return f"mix_{field}"
    if field in _OF_PRODUCT:
        return f"check_{field}"
    return f"check_{field}-{st.session_state.get(_CLIENT, 0)}"


def open_mix() -> None:
    """Fill the fields once per session: from the link in the address, or with the first bottle."""
    if key("form") in st.session_state:
        return
    token = st.query_params.get(LINK)
    _open_token(token or "")
    st.session_state[SHARED] = bool(token)


def follow_address(page: str, before: str) -> None:
    """Put the recipe of the address into the fields where that has changed: Back, forward, a typed one.

    An address that differs because somebody has just typed is only late, and is not followed. One without
    a recipe is the first bottle, but not where somebody comes from another page.

    Parameters
    ----------
    page, before : str
        Titles of the page that is open and of the one that was.
    """
    token = st.query_params.get(LINK, "")
    if page not in RECIPE_PAGES or key("form") not in st.session_state:
        return
    if token == st.session_state.get(_WRITTEN, "") or (not token and page != before):
        return
    typed = read_mix() != st.session_state.get(_WRITTEN_OF)
    if not typed and time.monotonic() - st.session_state.get(_WRITTEN_AT, 0.0) > _LAG_S:
        _open_token(token)


def _open_token(token: str) -> None:
    """Put the recipe of a token into the fields; that of "" is the first bottle."""
    request, wrong = _from_link(token) if token else (FIRST, "")
    st.session_state.pop(_LINK_ERROR, None)
    if wrong:
        st.session_state[_LINK_ERROR] = (request, wrong)
    st.session_state[_WRITTEN] = token
    _fill(request)
    st.session_state[_WRITTEN_OF] = read_mix()


def carried_by_frame() -> dict[str, str] | None:
    """Return what the row of pages carries; None before there is a recipe."""
    return carried_recipe(read_mix()) if key("form") in st.session_state else None


def carried_recipe(request: MixRequest) -> dict[str, str] | None:
    """Return what a link to one of `RECIPE_PAGES` has in its address, so that the recipe comes along."""
    if _LINK_ERROR in st.session_state:
        return {LINK: str(st.session_state[_WRITTEN])}
    token = "" if request == FIRST else _token(request)
    return {LINK: token} if token else None


def _from_link(token: str) -> tuple[MixRequest, str]:
    """Return what can be read of a link, and what cannot.

    A field that the link does not name was empty: it must not come back with an example in it.
    """
    try:
        content = unpack(token)
        if "lines" in content:
            return _from_recipe(content)
        if COMPARISON in content:
            return FIRST, say("This link holds a comparison of products. Open it on Compare.")
    except InputErrors as errors:
        return FIRST, f"{errors} {say('The first example is shown instead.')}"
    request, wrong = _choosable(MixRequest()), []
    for name, value in content.items():
        try:
            MixRequest.from_dict({name: value})
            request = _choosable(replace(request, **{name: value}))
        except InputErrors as errors:
            wrong.append(str(errors))
        except InputError as error:
            wrong.append(str(error))
    if wrong and len(wrong) == len(content):
        return FIRST, "\n".join([*wrong, say("The first example is shown instead.")])
    return request, "\n".join([*wrong, say("What could be read of the link is shown.")] if wrong else [])


def _from_recipe(content: dict[str, Any]) -> tuple[MixRequest, str]:
    """Return what the fields can say of a recipe in a link, and what they cannot."""
    request, lost = request_of(read_recipe(content))
    wrong = [
        say("{place}: the page has no field for this, so it does not count here.", place=place)
        for place in lost
    ]
    return _choosable(request), "\n".join(wrong)


def read_mix(held: Mapping[str, Any] | None = None) -> MixRequest:
    """Return what stands in the fields now; ``held``: all that the session holds, where that is known."""
    if held is None:
        held = st.session_state.to_dict()  # asked key by key it takes as long as the chemistry
    return MixRequest(**{field.name: held.get(key(field.name)) or "" for field in fields(MixRequest)})


def is_changed(field: str) -> bool:
    """Tell whether a field holds something else than the first bottle does."""
    return (st.session_state.get(key(field)) or "") != getattr(FIRST, field)


def lines_of(field: str) -> list[str]:
    """Return the lines that stand in a field."""
    return [line.strip() for line in (st.session_state.get(key(field)) or "").splitlines() if line.strip()]


def write_link(request: MixRequest) -> None:
    """Put the whole recipe into the address, so that a reload or a copy of it keeps everything."""
    opened, _ = st.session_state.get(_LINK_ERROR, (None, ""))
    if request == opened:
        return  # a link that could not be read whole stays in the address until somebody edits
    st.session_state.pop(_LINK_ERROR, None)
    token = "" if request == FIRST else _token(request)
    if request != st.session_state.get(_WRITTEN_OF):
        st.session_state[_WRITTEN_AT] = time.monotonic()
    st.session_state[_WRITTEN], st.session_state[_WRITTEN_OF] = token, request
    if not token:
        st.query_params.pop(LINK, None)  # that of another recipe would mislead
    elif st.query_params.get(LINK) != token:
        st.query_params[LINK] = token


def _token(request: MixRequest) -> str:
    """Return the share token of a recipe; "" when it is too long for one, or could not be opened again."""
    packed: tuple[MixRequest, str] | None = st.session_state.get(_PACKED)
    if packed and packed[0] == request:
        return packed[1]
    try:
        token = pack(MixRequest.from_dict(request.as_dict()).as_dict())
    except InputErrors:
        token = ""
    st.session_state[_PACKED] = (request, token)
    return token


def address(request: MixRequest) -> str:
    """Return the link that reopens a recipe; "" when it is too long for one."""
    token = _token(request)
    return link_to(token, base_address()) if token else ""


def base_address() -> str:
    """Return the address of the page, without a link in it."""
    return (st.context.url or "").split("?")[0]


def link_error() -> str:
    """Return what was wrong with the link that opened this session, or ""."""
    return str(st.session_state.get(_LINK_ERROR, (None, ""))[1])


def set_field(field: str, text: str) -> None:
    """Put a text into a field."""
    st.session_state[key(field)] = text


def change_fields(changes: Mapping[str, str]) -> None:
    """Put several texts into fields at once, as a way out of a scale that is too coarse names them."""
    for field, text in changes.items():
        st.session_state[key(field)] = text


def keep_work(worked: object) -> None:
    """Keep what the fields come to, for what is opened or pressed while they stay as they are."""
    st.session_state[_WORK] = worked


def held_recipe(request: MixRequest | None = None) -> list[MixRequest]:
    """Return where the recipe stands of which files are made, after a new one was put there."""
    held: list[MixRequest] = st.session_state.setdefault(_HELD, [])
    if request is not None:
        held[:] = [request]
    return held


def kept_work() -> object:
    """Return what was kept by `keep_work`; None before that."""
    return st.session_state.get(_WORK)


def keep_answered(request: MixRequest) -> None:
    """Remember what was answered last, for while something cannot be read."""
    st.session_state[_ANSWERED] = request


def last_answered() -> MixRequest | None:
    """Return what was answered last; None before the first answer."""
    request: MixRequest | None = st.session_state.get(_ANSWERED)
    return request


def text_in(widget: str) -> str:
    """Return what stands in a field, by its widget key, as it was typed."""
    return str(st.session_state.get(widget) or "")


def put_reading(widget: str, text: str) -> None:
    """Put an offered reading into a field, keeping what was typed for `take_back`."""
    st.session_state.setdefault(_READINGS, []).append((widget, text_in(widget), text))
    st.session_state[widget] = text


def choose_text(widget: str, reading: str, drawn: str) -> None:
    """Put a reading of a whole field into it, but change only the line by which it differs.

    ``drawn``: the text that the reading was offered for; where its line is gone, nothing is changed.
    """
    old, new = drawn.splitlines(keepends=True), reading.splitlines(keepends=True)
    changed = [at for at, (before, after) in enumerate(zip(old, new)) if before.strip() != after.strip()]
    if len(old) != len(new) or len(changed) != 1:
        if text_in(widget) == drawn:
            put_reading(widget, reading)
        return
    start = len("".join(old[: changed[0]]))
    before, after = (lines[changed[0]].rstrip("\r\n") for lines in (old, new))
    line = Account(before, "not_understood", place=(start, start + len(before)))
    choose_readings(widget, [(line, after)], drawn)


def choose_readings(widget: str, chosen: Sequence[tuple[Account, str]], drawn: str) -> None:
    """Put readings in the places of their own lines, keeping what was typed for `take_back`.

    ``drawn``: the text that the readings were offered for; somebody may have typed on since.
    """
    text = text_in(widget)
    for line, reading in sorted(chosen, key=lambda pair: pair[0].place, reverse=True):
        text = line.replaced_by(reading, text, drawn)
    if text != text_in(widget):
        put_reading(widget, text)


def can_take_back(widget: str) -> bool:
    """Tell whether the last thing that happened to a field is a reading that was put into it."""
    kept: list[tuple[str, Any, Any]] = st.session_state.get(_READINGS) or []
    if not kept or kept[-1][0] != widget:
        return False
    now, put = st.session_state.get(widget), kept[-1][2]
    return now == put or not (now or put)


def take_back(widget: str) -> None:
    """Bring back what stood in a field before a reading was chosen."""
    if can_take_back(widget):
        _, before, _ = st.session_state[_READINGS].pop()
        st.session_state[widget] = before


def check_example(name: str) -> None:
    """Put a recipe found in public into the fields, keeping what was there for `undo`."""
    example = examples()[name]
    claims = {"claim_strength": example.claim_strength, "claim_pH": example.claim_pH}
    _swap(replace(read_mix(), recipe="\n".join(example.lines), purity="", reading="", **claims))


def search(text: str) -> None:
    """Have the Evidence page search for something, for buttons that lead there."""
    st.session_state[SEARCH], st.session_state[SHOWN] = text, say("All")


def start_again() -> None:
    """Go back to the first bottle, keeping what was there for `undo`."""
    if read_mix() != FIRST:
        _swap(FIRST)


def _swap(request: MixRequest) -> None:
    """Put a request into the fields, keeping what was there; the first bottle needs no keeping."""
    before = read_mix()
    st.session_state.pop(_BEFORE, None)
    if before != FIRST:
        st.session_state[_BEFORE] = before
    st.session_state.pop(_LINK_ERROR, None)
    _fill(request)


def close_shared(*, editing: bool) -> None:
    """Take a recipe that came with a link as one's own: to make it as it is, or to change it."""
    st.session_state[SHARED] = False
    st.session_state[EDITING] = editing


def open_preset(name: str) -> None:
    """Put a recipe to start from into the fields, keeping what was there for `undo`."""
    _swap(_choosable(preset(name)))
    st.session_state[EDITING] = False


def open_request(request: MixRequest) -> None:
    """Put a request into the fields, keeping what was there for `undo`."""
    _swap(_choosable(request))


def unchanged_preset(request: MixRequest) -> Preset | None:
    """Return the recipe to start from that stands in the fields unchanged; None where it is another."""
    return _presets().get(request)


@functools.cache
def _presets() -> dict[MixRequest, Preset]:
    """Return the recipes to start from by what stands in the fields then."""
    return {_choosable(preset(record.id)): record for record in presets().values()}


def can_undo() -> bool:
    """Tell whether a recipe is kept from before "Start again" or another start."""
    return _BEFORE in st.session_state


def undo() -> None:
    """Bring back the recipe from before "Start again"."""
    _swap(st.session_state[_BEFORE])


def read_check() -> VisitRequest:
    """Return what was answered about a client; it lives in this session alone, and in no link."""
    held = {field.name: st.session_state.get(key(field.name)) for field in fields(VisitRequest)}
    answers: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in held.items() if value
    }
    for chip in st.session_state.get(key(COMMON_FIELD)) or ():
        kind, word = COMMON[chip]
        others = (other for other in answers.get(kind, ()) if other not in (word, NONE))
        answers[kind] = (word, *others)
    own = {field: text for field, beside in WORDS_BESIDE.items() if (text := text_in(key(beside)).strip())}
    return VisitRequest(**{**answers, **own})


def keep_none_alone(field: str) -> None:
    """Let “none of them” stand alone: what is chosen last of it and the other chips holds."""
    before = st.session_state.setdefault(_CHIPS, {}).get(field, ())
    held = list(st.session_state.get(key(field)) or ())
    if NONE in held and len(held) > 1:
        held = [word for word in held if word != NONE] if NONE in before else [NONE]
        st.session_state[key(field)] = held
    st.session_state[_CHIPS][field] = tuple(held)


def next_client() -> None:
    """Forget the client, whose fields go with all that stood in them; the product stays."""
    for name in (_QUESTIONS, _CHIPS, _LAST_CHECK):
        st.session_state.pop(name, None)
    kept = st.session_state.get(_READINGS) or []
    st.session_state[_READINGS] = [reading for reading in kept if not reading[0].startswith("check_")]
    for name in (*(field.name for field in fields(VisitRequest)), *_BESIDE_REQUEST):
        if name not in _OF_PRODUCT:
            st.session_state.pop(key(name), None)
    st.session_state[_CLIENT] = st.session_state.get(_CLIENT, 0) + 1


def keep_asking(wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the questions that matter now, with those that did before: none goes until the next client."""
    asked: list[str] = st.session_state.setdefault(_QUESTIONS, [])
    asked += [name for name in dict.fromkeys(wanted) if name not in asked]
    return tuple(asked)


def keep_check(visit: Visit, checked: CheckResult) -> None:
    """Remember what was checked last, for while answers contradict each other."""
    st.session_state[_LAST_CHECK] = (visit, checked)


def last_check() -> tuple[Visit, CheckResult] | None:
    """Return what was checked last of this client; None before the first answer."""
    last: tuple[Visit, CheckResult] | None = st.session_state.get(_LAST_CHECK)
    return last


def put_words(field: str, words: Sequence[str]) -> None:
    """Put words into a field that has several, keeping what was there for `take_back`."""
    widget = key(field)
    before = list(st.session_state.get(widget) or [])
    st.session_state.setdefault(_READINGS, []).append((widget, before, list(words)))
    st.session_state[widget] = list(words)


def nothing_else() -> None:
    """Answer what was asked and not answered with "none"."""
    request = read_check()
    for name in NOTHING_ELSE:
        if getattr(request, name):
            continue
        st.session_state[key(name)] = [NONE]
    for name in ("procedure", "tablets"):
        if not getattr(request, name):
            st.session_state[key(name)] = NONE
    if "smoker" in st.session_state.get(_QUESTIONS, ()) and not request.smoker:
        st.session_state[key("smoker")] = "no"


def _choosable(request: MixRequest) -> MixRequest:
    """Return a request whose ids stand in the lists of the page.

    Raises
    ------
    InputError
        When one of them is not known.
    """
    return replace(
        request,
        form=find_form(request.form).id,
        base=BASE.read(request.base),
        base_form=find_form(request.base_form or request.form).id,
        adjuster=ADJUSTER.read(request.adjuster),
    )


def _fill(request: MixRequest) -> None:
    """Put a request into the fields; one that was never filled stays without a key.

    Every text field that is drawn goes through all keys of the session.
    """
    held = st.session_state.to_dict()
    for field in fields(MixRequest):
        text = getattr(request, field.name)
        if text or key(field.name) in held:
            st.session_state[key(field.name)] = text
