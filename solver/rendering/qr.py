"""QR codes of a student and a page, for scanners; what they need is installed as an extra."""

from __future__ import annotations

from solver.errors import InputError

MOST_PAGES = 99


def qr_code(owner: str, page: int) -> str:
    """The code of a page as SVG: whose it is, a bar, and its number.

    Raises:
        InputError: the package that makes it is not installed.
    """
    try:
        import segno
    except ImportError:
        raise InputError("qr_codes", "needs a package: pip install 'dlsolve[qr]'") from None
    made = segno.make(f"{owner}|{page}", error="m", micro=False)
    return str(made.svg_inline(border=0, omitsize=True))
