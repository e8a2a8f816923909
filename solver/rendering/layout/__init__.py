"""Where equations break, and how tables and answers are set out.

Names are looked up when they are asked for: a page of words has no equations to lay out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.lazy_names import looked_up

if TYPE_CHECKING:
    from solver.rendering.layout.answers import answer_chain, shown_alone, told
    from solver.rendering.layout.chains import links, telling_numerals
    from solver.rendering.layout.rows import CONTINUATION, fold, laid_out, measured_width, size, unbound
    from solver.rendering.layout.tables import drawn_table

__all__ = [
    "CONTINUATION",
    "answer_chain",
    "drawn_table",
    "fold",
    "laid_out",
    "links",
    "measured_width",
    "shown_alone",
    "size",
    "telling_numerals",
    "told",
    "unbound",
]

__getattr__ = looked_up(
    __name__,
    {
        "answers": ("answer_chain", "shown_alone", "told"),
        "chains": ("links", "telling_numerals"),
        "rows": ("CONTINUATION", "fold", "measured_width", "laid_out", "size", "unbound"),
        "tables": ("drawn_table",),
    },
)
