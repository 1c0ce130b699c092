"""The type for letters that DejaVu Sans does not have: loaded where a text needs it, subset into the file.

Noto Sans SC, KR, Devanagari, Tamil, Telugu, Thai and Khmer, and Hind Siliguri for Bengali, all under the SIL
Open Font License 1.1. They come as packages of their own; one that is not installed prints nothing.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

#: Letters from here to there join, change places or run from right to left: they are shaped.
_SHAPED = (0x0590, 0x1CFF)


@dataclass(frozen=True)
class ScriptFont:
    """A font, the package and the file in it that hold it, and the ranges of letters it is for."""

    name: str
    package: str
    file: str
    ranges: tuple[tuple[int, int], ...]

    def is_for(self, letter: str) -> bool:
        """Tell whether a letter lies in its ranges."""
        return any(first <= ord(letter) <= last for first, last in self.ranges)


_NOTO = "files/NotoSans{}[wdth,wght].ttf"
#: The first one whose ranges hold a letter draws it.
FONTS = (
    ScriptFont(
        "NotoKR",
        "pylopdf_fonts_ko",
        "NotoSansKR-Regular.otf",
        ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF)),
    ),
    ScriptFont(
        "NotoSC",
        "pylopdf_fonts_zh_cn",
        "NotoSansSC-Regular.otf",
        ((0x2E80, 0x312F), (0x3190, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF)),
    ),
    ScriptFont(
        "NotoDevanagari",
        "fontpkg_noto_sans_devanagari",
        _NOTO.format("Devanagari"),
        ((0x0900, 0x097F), (0xA8E0, 0xA8FF)),
    ),
    ScriptFont(
        "HindSiliguri", "fontpkg_hind_siliguri", "files/HindSiliguri-Regular.ttf", ((0x0980, 0x09FF),)
    ),
    ScriptFont("NotoTamil", "fontpkg_noto_sans_tamil", _NOTO.format("Tamil"), ((0x0B80, 0x0BFF),)),
    ScriptFont("NotoTelugu", "fontpkg_noto_sans_telugu", _NOTO.format("Telugu"), ((0x0C00, 0x0C7F),)),
    ScriptFont("NotoThai", "fontpkg_noto_sans_thai", _NOTO.format("Thai"), ((0x0E00, 0x0E7F),)),
    ScriptFont("NotoKhmer", "fontpkg_noto_sans_khmer", _NOTO.format("Khmer"), ((0x1780, 0x17FF),)),
)


def needs_shaping(text: str) -> bool:
    """Tell whether letters of a text join, change places or run from right to left.

    Examples
    --------
    >>> needs_shaping("serum"), needs_shaping("\u05e1\u05e8\u05d5\u05dd")
    (False, True)
    """
    return any(_SHAPED[0] <= ord(letter) <= _SHAPED[1] for letter in text)


@functools.cache
def can_shape() -> bool:
    """Tell whether what shapes letters is installed."""
    return find_spec("uharfbuzz") is not None


def load_fonts(pdf: FPDF, letters: str) -> None:
    """Give a page the fonts for letters that its own does not have.

    Parameters
    ----------
    pdf : FPDF
    letters : str
        That its own type cannot draw.
    """
    for font in FONTS:
        path = _path(font)
        if path and font.name.lower() not in pdf.fonts and any(map(font.is_for, letters)):
            pdf.add_font(font.name, "", path)
            pdf.set_fallback_fonts([name for name in pdf.fonts if "dejavu" not in name], exact_match=False)


def _path(font: ScriptFont) -> Path | None:
    """Return the file of a font; None where its package is not installed."""
    spec = find_spec(font.package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    path = Path(folders[0]) / font.file if folders else None
    return path if path and path.exists() else None
