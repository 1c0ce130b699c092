"""A whole catalogue judged at once: uploaded, screened with progress, the worst shown, taken away."""

from __future__ import annotations

import functools
import re
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from calc import catalog
from calc.catalog import market
from calc.errors import InputError, InputErrors
from calc.findings import Severity
from calc.messages import say, say_list, say_n
from calc.mixing.request import MixRequest, batch_of, parse_request
from calc.products import Listing, compare, rows_of
from calc.products.listings import VITAMIN_C
from calc.products.screening import (
    ADDED,
    USUAL,
    Screened,
    worst_of,
)
from calc.tables import export_csv
from ui import uploads, widgets
from ui.compare.advice import page_advice
from ui.compare.cells import UNKNOWN
from ui.compare.file_work import Answered, answer_file, recognise_columns
from ui.compare.table_choices import (
    TableChoices,
    ask_for_choices,
    ask_for_columns,
    tell_columns,
    tell_notes,
    tell_rows,
)
from ui.labels import WORDS

if TYPE_CHECKING:
    import pandas
    from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput

CATALOGUE_FILE = "screen-file"
_SLOT, _HEAD = "screen-answer", "screen-head"
#: So many rows, at most, are shown; all of them are in the files.
MOST_SHOWN = 200
_ROWS_PER_PIECE = 65_536
_PREFIX = "screen-table"
_TRIED = ("cipla_vc_15", "the_ordinary_map_10", "la_roche_posay_c10")
_TRIED_COLUMNS = ("product", "form", "strength_percent", "pH", "package")


@dataclass(eq=False)
class Answer:
    """What screening a file gave; its folder goes when nobody holds the answer any more."""

    name: str
    folder: tempfile.TemporaryDirectory[str]
    screened: Screened
    counts: Mapping[str, int]
    worst: pandas.DataFrame
    path: Path = field(init=False)
    credit: str = field(init=False)

    def __post_init__(self) -> None:
        self.path = _answer_in(self.folder)
        self.credit = _credit(self.path)
        weakref.finalize(self, self.folder.cleanup)


def screening() -> None:
    """Ask for a catalogue, and show what became of it."""
    left, right = st.columns([5, 7], gap="large")
    with left:
        _show_needs()
        file = uploads.ask_for_file(say("CSV, TSV, Excel, Parquet or JSON"), CATALOGUE_FILE, _SLOT)
        choices, names, columns = _ask_how(file)
    with right:
        if file is not None:
            key = (file.file_id, file.name, choices.key, *columns.items())
            if uploads.is_stopped(file):
                uploads.offer_again(_SLOT)
            else:
                uploads.compute_once(_SLOT, key, lambda: screened(file, choices, columns))
        _, answer = st.session_state.get(_SLOT, (None, None))
        if not isinstance(answer, Answer):
            for problem in (answer or ()) if file else ():
                widgets.wrong(page_advice(problem))
            st.info(say("Upload a table to see the result here."), icon=":material/table_view:")
            shown = formulas_to_try()
            st.dataframe(
                shown,
                hide_index=True,
                placeholder="",
                alt=say("A table of {count} formulas to try.", count=len(shown)),
            )
            return
        _show_summary(answer, names)
    _worst(answer)


def _ask_how(file: uploads.Upload | None) -> tuple[TableChoices, tuple[str, ...], dict[str, str]]:
    """Ask how a file is read, and which column says what; return that, and the names of its columns.

    Only columns that somebody chose otherwise than they were recognised are returned.
    """
    choices = ask_for_choices(_PREFIX)
    if file is not None and not uploads.is_stopped(file):
        key = (file.file_id, file.name, choices.file)
        uploads.compute_once(_HEAD, key, lambda: _recognised(file, choices))
    recognised: tuple[tuple[str, ...], Mapping[str, str]] | None
    _, recognised = st.session_state.get(_HEAD, (None, None))
    names, fields = recognised or ((), dict[str, str]())
    if file is None or not names:
        return choices, names, {}
    said = ask_for_columns(_PREFIX, names, fields)
    return choices, names, {field: name for field, name in said.items() if name != fields.get(field, "")}


def _recognised(
    file: uploads.Upload, choices: TableChoices
) -> tuple[tuple[str, ...], Mapping[str, str]] | None:
    """Return the names of the columns of a table of products, and what each was taken for.

    None where it cannot be read, or is one of formulas.
    """
    recognised: tuple[tuple[str, ...], Mapping[str, str]] | None = uploads.work_on(
        file, _HEAD, recognise_columns, choices.file, ending=_ending(file.name)
    )
    return recognised


def _show_needs() -> None:
    """Say what a table needs, and offer one to begin with."""
    kept = say(
        "{stays:g}\u202f°C in a {package}",
        stays=USUAL.stays[0][0],
        package=WORDS["package"][str(USUAL.package)].lower(),
    )
    st.markdown(
        say(
            "Upload a table and every rule checks every row. A row is a product, with its name, form,"
            " strength, pH and package; or a formula, with grams in columns such as `water_g` and"
            " `l_ascorbic_acid_g`."
        )
    )
    widgets.aside(
        say("Formulas are checked as if kept at {kept}. Your other columns stay as they are.", kept=kept)
    )
    with st.container(horizontal=True):
        for label, make, name in (
            (say("Three formulas to try"), formulas_to_try, "formulas.csv"),
            (say("Three products to try"), products_to_try, "products.csv"),
        ):
            file = functools.partial(_as_file, make)
            st.download_button(label, file, name, "text/csv", on_click="ignore", icon=":material/download:")
    with widgets.fold(say("Columns that formulas can have"), "screen-columns") as fold:
        if fold.open:
            ingredients = catalog.ingredients().values()
            columns = {
                say("Column"): [f"{ingredient.id}_g" for ingredient in ingredients],
                say("Mass of"): [ingredient.name for ingredient in ingredients],
            }
            st.table(columns, border="horizontal", hide_index=True)


def _as_file(make: Callable[[], pandas.DataFrame]) -> bytes:
    """Return a table to try as CSV."""
    return export_csv(make())


def formulas_to_try() -> pandas.DataFrame:
    """Return recipes found in public as a table."""
    import pandas

    rows = []
    for recipe in catalog.examples().values():
        formula = batch_of(parse_request(MixRequest(way="made", recipe="\n".join(recipe.lines)))).formula
        masses = {f"{line.ingredient}_g": round(line.mass_g, 4) for line in formula.lines}
        rows.append({"name": recipe.title, **masses})
    return pandas.DataFrame(rows)


def products_to_try() -> pandas.DataFrame:
    """Return products of the list of which much is known as a table."""
    import pandas

    listings = [Listing.of_market(market.products()[key]) for key in _TRIED]
    return pandas.DataFrame(rows_of(compare(listings).products))[list(_TRIED_COLUMNS)]


# --- working it out -------------------------------------------------------------------------------


def screened(
    file: uploads.Upload, choices: TableChoices, columns: Mapping[str, str]
) -> Answer | tuple[str, ...]:
    """Screen a file with its progress told; return what is wrong with it where it cannot be."""
    folder = tempfile.TemporaryDirectory(prefix="screen-")
    try:
        return _answer(file, folder, choices, columns)
    except InputErrors as errors:
        folder.cleanup()
        return tuple(_named(problem, file.name) for problem in errors.errors)
    except InputError as error:
        folder.cleanup()
        return (_named(error, file.name),)
    except BaseException:  # somebody left the page meanwhile
        folder.cleanup()
        raise


def _answer(
    file: uploads.Upload,
    folder: tempfile.TemporaryDirectory[str],
    choices: TableChoices,
    columns: Mapping[str, str],
) -> Answer:
    """Return the answer to a file, worked out in a folder."""
    answered: Answered = uploads.work_on(
        file,
        _SLOT,
        answer_file,
        _answer_in(folder),
        MOST_SHOWN,
        dict(columns),
        dict(choices.units),
        choices.currency,
        choices.file,
        ending=_ending(file.name),
    )
    return Answer(file.name, folder, *answered)


def _answer_in(folder: tempfile.TemporaryDirectory[str]) -> Path:
    """Return where an answer stands in its folder."""
    return Path(folder.name) / "answer.parquet"


def _credit(path: Path) -> str:
    """Return whom an answer is owed to besides its owner; "" for nobody."""
    from pyarrow import parquet

    return ((parquet.read_schema(path).metadata or {}).get(b"calc.credit") or b"").decode()


def _ending(name: str) -> str:
    """Return the ending of a file's name, of letters and digits alone."""
    match = re.search(r"(\.[A-Za-z0-9]{1,10})?(\.gz)?$", name, re.IGNORECASE)
    return match.group().lower() if match else ""


def _named(error: InputError, name: str) -> str:
    """Return an error that names the file as it was brought."""
    return str(error.renamed(name) if error.field in ("input", f"table{_ending(name)}") else error)


# --- showing it -----------------------------------------------------------------------------------


def _show_summary(answer: Answer, names: Sequence[str]) -> None:
    """Say what was found, and offer all of it as files."""
    st.subheader(widgets.escape_markdown(answer.name), anchor=False)
    st.markdown(sentence(answer.screened, answer.counts))
    if answer.screened.columns:
        tell_columns(answer.screened.columns, answer.screened.unused, _PREFIX, names)
        tell_notes(answer.screened.notes)
    more = answer.screened.left_out - len(answer.screened.lines)
    tell_rows(answer.screened.lines, more)
    if answer.credit:
        widgets.aside(widgets.escape_markdown(answer.credit))
    path = answer.path  # the buttons must not hold on to the answer
    stem = re.sub(r"[^\w-]+", "-", answer.name.split(".")[0])[:60] or "catalogue"
    with st.container(horizontal=True):
        for label, make, name, mime in (
            (say("All rows (CSV)"), lambda: answer_csv(path), f"{stem}-screened.csv", "text/csv"),
            (
                say("All rows (Parquet)"),
                path.read_bytes,
                f"{stem}-screened.parquet",
                "application/vnd.apache.parquet",
            ),
        ):
            st.download_button(label, make, name, mime, on_click="ignore", icon=":material/download:")


def sentence(screened: Screened, counts: Mapping[str, int]) -> str:
    """Return what was found as a sentence.

    ``counts``: rows by their worst severity, as `counts_of` has them.
    """
    loud = [
        f"{counts[severity.name]:,} {severity.name}"
        for severity in reversed(Severity)
        if counts[severity.name]
    ]
    worst = say("At worst: **{counts}**.", counts=say_list(loud, ",")) if loud else ""
    quiet = counts["nothing_found"]
    rest = [say("No warnings in {count:,}, by the checks that could run.", count=quiet)] if quiet else []
    rest += [say("{unread:,} could not be read.", unread=screened.unread)] if screened.unread else []
    rest += (
        [say("{left_out:,} lines were left out.", left_out=screened.left_out)] if screened.left_out else []
    )
    if screened.aside:
        rest.append(say("{aside:,} rows are headings, notes or sums.", aside=screened.aside))
    count = screened.rows - screened.aside
    rows = (
        say_n("{number:,} product.", "{number:,} products.", count)
        if screened.kind == "products"
        else say_n("{number:,} formula.", "{number:,} formulas.", count)
    )
    return " ".join(part for part in (rows, worst, *rest) if part)


def _worst(answer: Answer) -> None:
    """Show the worst rows, and what their codes say."""
    if answer.worst.empty:
        return
    st.subheader(say("Worst first"))
    frame = _rows_of_kind(answer)
    if answer.screened.rows > len(frame):
        widgets.aside(
            say(
                "{count} of {rows:,} rows; the files hold all of them.",
                count=len(frame),
                rows=answer.screened.rows,
            )
        )
    brought = [str(name) for name in frame.columns if name not in ADDED and not name.endswith("_given")]
    named = [name for name in brought if not name.endswith("_g")][:1]
    first = ("worst", "codes", "mass_fraction", "aa_equivalent_fraction", "pH", "dissolves", "t90_days")
    says = ["vitamin_c_named"] if answer.screened.kind == "products" else []
    st.dataframe(
        answer_with_words(frame),
        hide_index=True,
        placeholder=UNKNOWN,
        column_order=list(dict.fromkeys(("line", *named, *first, *says, *brought, "skipped", "unread"))),
        column_config=_headings(),
        alt=say("The {count} worst rows with their findings.", count=len(frame)),
    )
    codes = dict.fromkeys(code for cell in frame["codes"].dropna() for code in str(cell).split(";") if code)
    with widgets.fold(say("What the codes say"), "screen-codes") as fold:
        if fold.open:
            _codes(codes)


def _rows_of_kind(answer: Answer) -> pandas.DataFrame:
    """Ask which rows are shown, by what of vitamin C they name; return them."""
    named = answer.screened.named
    if answer.screened.kind != "products" or len(named) < 2:
        return answer.worst
    words = {key: f"{text[0].upper()}{text[1:]} ({named.get(key, 0):,})" for key, text in VITAMIN_C.items()}
    kind = st.pills(
        say("Show only rows with"),
        [*named],
        format_func=lambda key: words.get(key, key),
        key="screen-kind",
        persist_state="session",
    )
    return worst_of(answer.path, MOST_SHOWN, kind) if kind else answer.worst


def answer_with_words(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return rows of an answer with words where nothing stands; only what is unknown stays missing."""
    shown = frame.reset_index(names="line")
    shown["line"] += 1
    read = shown["unread"].isna()
    for name, word in (("worst", say("nothing found")), ("codes", say("none")), ("skipped", say("none"))):
        texts = shown[name].astype(object)
        shown[name] = texts.where(texts.notna() & (texts != ""), word).where(read, say("not looked at"))
    shown["worst"] = shown["worst"].where(read, say("could not be read"))
    shown["unread"] = shown["unread"].astype(object).where(~read, say("was read"))
    named = shown["vitamin_c_named"].astype(object)
    shown["vitamin_c_named"] = named.map(VITAMIN_C).where(read, say("not looked at"))
    shown["dissolves"] = shown["dissolves"].map({True: say("yes"), False: say("no")}).fillna(UNKNOWN)
    return shown


def _codes(codes: Iterable[str]) -> None:
    """Show what each code is about."""
    rules = catalog.rules()
    texts = [rules[code] for code in codes]
    st.table(
        {
            say("Code"): [text.code for text in texts],
            say("Severity"): [text.severity.name for text in texts],
            say("What"): [text.title for text in texts],
        },
        border="horizontal",
        hide_index=True,
    )


def _headings() -> ColumnConfigMappingInput:
    """Return what the columns are called, and how their numbers are written."""
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "line": number(say("Row"), format="%d"),
        "worst": text("Worst"),
        "codes": text("Codes", width="medium"),
        "mass_fraction": number(say("Strength"), format="percent", width=110),
        "aa_equivalent_fraction": number(say("As ascorbic acid, up to"), format="percent"),
        "pH": number("pH", format="%.2f", width=90),
        "dissolves": text("Dissolves"),
        "t90_days": number(say("Days until 10 % is lost"), format="%.0f"),
        "skipped": text("Not checked"),
        "vitamin_c_named": text("What it names"),
        "unread": text("Why not read"),
    }


def answer_csv(path: Path) -> bytes:
    """Return an answer in Parquet as CSV in which nothing acts as a formula."""
    from pyarrow import parquet

    pieces = []
    with parquet.ParquetFile(path) as file:
        header = export_csv(file.schema_arrow.empty_table().to_pandas(ignore_metadata=True))
        for batch in file.iter_batches(batch_size=_ROWS_PER_PIECE):
            pieces.append(export_csv(batch.to_pandas()).removeprefix(header))
    return b"".join([header, *pieces])
