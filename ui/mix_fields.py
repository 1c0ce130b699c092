"""The fields of Mix: the few that a way needs, and more options on demand."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from calc import catalog
from calc.chemistry.adjusters import ADJUSTERS, LYES
from calc.messages import say
from calc.mixing.boosting import BASES
from calc.mixing.request import MixRequest, MixValues, ParsedRequest
from calc.mixing.values import FromLinesValues, SingleDoseValues
from calc.units import is_like
from ui import other_ingredients, parts, start, state, widgets
from ui.acidity import READING_FIELDS
from ui.labels import AIMS_IN_WORDS, EXAMPLES, INSTRUMENTS, LABELS
from ui.recipe_lines import show_lines
from ui.worked import Worked

#: The places under the fields of amounts, by field.
Notes = dict[str, DeltaGenerator]
BENCH = "mix-bench"
#: Steps of scales as buttons; any other is typed.
SCALES = ("0.01 g", "0.1 g", "1 g")
_OTHER_SCALE = "other"
#: Fields that stand side by side.
_PAIRS = (
    ("strength", "batch"),
    ("strength", "water"),
    ("strength", "powder"),
    ("powder", "water"),
    ("target_pH", "adjuster"),
    ("stock", "scale"),
)


def questions(request: MixRequest, parsed: ParsedRequest[MixValues]) -> Notes:
    """Show the few fields that a way needs, and more options on demand.

    Returns the places under the fields of amounts, for what is said of each.
    """
    shown, notes = short_form(request, parsed), Notes()
    pairs = {first: second for first, second in _PAIRS if {first, second} <= {*shown}}
    for field in shown:
        if field in pairs:
            with st.container(horizontal=True, gap="small"):
                for one in (field, pairs[field]):
                    ask(one, parsed, notes)
        elif field not in pairs.values():
            ask(field, parsed, notes)
    if not state.address(request):
        words = say(
            "Too long for a link: reloading this page loses it. Save it to Batches, or keep its text."
        )
        widgets.aside(words)
    if request.way == "made":
        examples()
    if request.way == "new":
        other_ingredients.show_rows(parsed)
    folded = folded_fields(request, parsed, shown)
    if st.toggle(say("More options: purity, density …"), key=BENCH, persist_state="session"):
        for field in folded:
            ask(field, parsed, notes)
    else:
        hidden_values(folded, parsed)
    return notes


def folded_fields(
    request: MixRequest, parsed: ParsedRequest[MixValues], shown: Sequence[str]
) -> tuple[str, ...]:
    """Return the fields among more options."""
    elsewhere = (*shown, "others", *READING_FIELDS) if request.way == "new" else shown
    return tuple(field for field in request.optional if field not in elsewhere and is_asked(field, parsed))


def shown_fields(worked: Worked) -> Hashable:
    """Return what the fields hang on beside what stands in them: while it is the same, so are they."""
    request, parsed = worked.request, worked.parsed
    shown = tuple(short_form(request, parsed))
    folded = folded_fields(request, parsed, shown)
    noted = {*shown, *folded, *READING_FIELDS}
    return (
        shown,
        folded,
        tuple(parsed.echo.get(name) for name in folded),
        tuple(name for name in folded if name in parsed.errors),
        tuple((name, error.advice) for name, error in parsed.errors.items() if name not in noted),
        bool(state.address(request)),
        start.shared_words(request),
    )


parts.whole(parts.FIELDS, shown_fields)


def show_notes(places: Notes) -> list[str]:
    """Say under each field of amounts how it was read; return the parts that say it."""
    for field, place in places.items():
        with place:
            _note_on(field)()
    return [parts.NOTE + field for field in places]


@cache
def _note_on(field: str) -> parts.Draw:
    """Return what says under a field how it was read."""

    @parts.part(parts.NOTE + field, lambda worked: _shown_note(field, worked))
    def draw() -> None:
        widgets.quantity_note(field, parts.drawn_or_rerun().parsed)

    return draw


def _shown_note(field: str, worked: Worked) -> Hashable:
    """Return what is said under a field; while something is wrong, all that stands in it."""
    is_wrong, widget = field in worked.parsed.errors, state.key(field)
    return (
        (state.text_in(widget), worked.parsed.errors[field].advice) if is_wrong else None,
        worked.parsed.echo.get(field),
        state.can_take_back(widget),
    )


def examples() -> None:
    """Offer recipes found in public, to see what a check says of them."""
    with st.popover(say("Try a recipe that is wrong"), icon=":material/science:"):
        for name, example in catalog.examples().items():
            st.button(example.title, key=f"example-{name}", on_click=state.check_example, args=(name,))


def short_form(request: MixRequest, parsed: ParsedRequest[MixValues]) -> list[str]:
    """Return the fields that a beginner sees: what the way needs, and what their answers ask for."""
    if request.way == "made":
        claims = ["claim_strength", "claim_pH"]
        return ["recipe", *units_ask("recipe", parsed), *claims, "reading", "instrument"]
    aim = {"new": "start", "boost": "boost", "palm": "palm"}[request.way]
    needed = [field for field in request.needed if field != "form"]
    if request.way == "new":
        wanted = ["target_pH"] if is_asked("target_pH", parsed) else []
        means = ["adjuster"] if wanted and request.target_pH.strip() else []
        means += ["adjuster_strength"] if means and request.adjuster_strength.strip() else []
        there = ["stock"] if request.start == "batch" else []
        return ["form", aim, *needed, *wanted, *means, *there, "scale"]
    if request.way == "boost":
        held = [field for field in ("base_strength", "base_form") if field in request.optional]
        return ["form", aim, "base", "base_amount", *held, needed[-1], "scale"]
    asked = [*units_ask("dose", parsed), *units_ask("measure", parsed)]
    return ["form", aim, *needed, *asked, "scale"]


def units_ask(field: str, parsed: ParsedRequest[MixValues]) -> list[str]:
    """Return the fields that somebody's units call for: a pump, a scoop, a dropper."""
    values = parsed.values
    if isinstance(values, FromLinesValues):
        return ["scoop"] if any(line.amount and line.amount.unit == "scoop" for line in values.recipe) else []
    if not isinstance(values, SingleDoseValues):
        return []
    amount = values.dose if field == "dose" else values.powder
    units = (("pump", "pump"), ("drop", "drops"), ("scoop", "scoop"))
    return [name for unit, name in units if amount is not None and is_like(amount, unit)]


def is_asked(field: str, parsed: ParsedRequest[MixValues]) -> bool:
    """Tell whether a field means anything for the form that is chosen."""
    if isinstance(parsed.values, FromLinesValues):
        return True
    form = catalog.forms().get(parsed.values.vitamin_c.form)
    if form is None:
        return True
    if field in ("target_pH", "adjuster", "adjuster_strength"):
        return bool(form.acid)
    return field != "loading" or form.aa_equivalent is None


def ask(field: str, parsed: ParsedRequest[MixValues], notes: Notes) -> None:
    """Show a field: a choice, a list of lines, or a typed amount with its place in the notes."""
    forms = {form: record.name for form, record in catalog.forms().items()}
    bases = {key: catalog.ingredients()[key].name for key in BASES}
    choices = {
        "form": forms,
        "base_form": forms,
        "base": bases,
        "adjuster": adjusters(),
    }
    if field in AIMS_IN_WORDS:
        widgets.segments(field, LABELS[field], AIMS_IN_WORDS[field])
    elif field == "instrument":
        widgets.segments(field, LABELS[field], INSTRUMENTS)
    elif field == "scale":
        ask_scale(parsed)
    elif field in choices:
        widgets.choice(field, LABELS[field], choices[field])
    elif field == "recipe":
        widgets.lines(field, LABELS[field], parsed, placeholder=EXAMPLES[field])
        if isinstance(parsed.values, FromLinesValues):
            show_lines(field, parsed.values)
    else:
        notes[field] = widgets.quantity_field(
            field, LABELS[field], placeholder=EXAMPLES[field], on_change=parts.typed
        )


def ask_scale(parsed: ParsedRequest[MixValues]) -> None:
    """Show the steps of usual scales as buttons; another one is typed."""
    text = state.text_in(state.key("scale")).strip()
    buttons = f"{state.key('scale')}-buttons"
    if text in SCALES:
        st.session_state[buttons] = text
    elif text or buttons not in st.session_state:
        st.session_state[buttons] = _OTHER_SCALE
    st.segmented_control(
        LABELS["scale"],
        [*SCALES, _OTHER_SCALE],
        key=buttons,
        required=True,
        on_change=_choose_scale,
        args=(buttons,),
    )
    if st.session_state[buttons] == _OTHER_SCALE:
        widgets.quantity("scale", say("Other step (g)"), parsed, placeholder=EXAMPLES["scale"])


def _choose_scale(buttons: str) -> None:
    """Put the step of the button into the field; of another one nothing is known yet."""
    chosen = st.session_state[buttons]
    state.set_field("scale", "" if chosen == _OTHER_SCALE else chosen)


def adjusters() -> dict[str, str]:
    """Return what can be offered to move the pH: lye only among more options, or where it is in use."""
    shown = [adjuster for adjuster in ADJUSTERS if adjuster not in LYES or st.session_state.get(BENCH)]
    chosen = st.session_state[state.key("adjuster")]
    return {name: catalog.ingredients()[name].name for name in (*shown, *({chosen} - {*shown}))}


def hidden_values(folded: Sequence[str], parsed: ParsedRequest[MixValues]) -> None:
    """Say what the full bench holds while it is folded away, so that nothing counts unseen."""
    changed = [name for name in folded if name == "purity" or state.is_changed(name)]
    counted = [f"{LABELS[name].lower()} {parsed.echo[name][2:]}" for name in changed if parsed.echo.get(name)]
    if counted:
        widgets.aside(widgets.escape_markdown(say("Also included: {counted}", counted=", ".join(counted))))
    for field, error in parsed.errors.items():
        name = field.split(" ")[0]
        if name in folded:
            widgets.wrong(f"{LABELS[name]}: {error.advice}")
