"""QR codes: a link as squares, as large as there is room for, or none where it is too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calc.messages import say

if TYPE_CHECKING:
    from fpdf import FPDF

QRModules = tuple[tuple[bool, ...], ...]
#: The smallest square that a telephone reads from a cheap label printer [mm].
SMALLEST_MODULE_MM = 0.35
# Light squares that a code needs around it.
_MARGIN = 4
TOO_LONG = say("This recipe is too long for a code of this size.")


def qr_modules(link: str, side_mm: float) -> QRModules:
    """Return the squares of a code with its margin, True is dark; none where it does not fit.

    Error correction M where that fits into ``side_mm``, else L.

    Examples
    --------
    >>> len(qr_modules("https://example.org", side_mm=26.0))
    33
    >>> qr_modules("x" * 3000, side_mm=26.0)
    ()
    """
    import segno

    for error in ("m", "l"):
        try:
            code = segno.make_qr(link, error=error, boost_error=False)
        except segno.DataOverflowError:
            continue
        squares = tuple(tuple(map(bool, row)) for row in code.matrix_iter(border=_MARGIN))
        if len(squares) * SMALLEST_MODULE_MM <= side_mm:
            return squares
    return ()


def _runs(squares: QRModules) -> Iterator[tuple[int, int, int]]:
    """Yield dark squares that stand side by side: column, row and how many."""
    for down, row in enumerate(squares):
        start = None
        for across, dark in enumerate((*row, False)):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                yield start, down, across - start
                start = None


def qr_svg(squares: QRModules, words: str) -> str:
    """Return a code as a picture; ``words`` tell a screen reader what it is."""
    side = len(squares)
    path = "".join(f"M{across} {down}h{many}v1h-{many}z" for across, down, many in _runs(squares))
    return (
        f'<svg class="code" viewBox="0 0 {side} {side}" role="img" aria-label="{words}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )


def draw_qr(pdf: FPDF, squares: QRModules, x: float, y: float, side_mm: float, link: str) -> None:
    """Draw a code on a page, its margin included; a click on it follows the link."""
    one = side_mm / len(squares)
    pdf.set_fill_color(0)
    for across, down, many in _runs(squares):
        pdf.rect(x + across * one, y + down * one, many * one, one, style="F")
    pdf.link(x, y, side_mm, side_mm, link)
