"""The narrative of a solution: its steps, and what each of them shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from string import Formatter
from typing import TypeVar

from solver.mathematics.formula import Formula, Number, Operand, Symbol, lift
from solver.mathematics.greek import GREEK
from solver.patterns import regex
from solver.plurals import ELLIPSIS, in_part
from solver.record.blocks import Block, Phrase, Rewriting, Sentence, Table
from solver.record.solution import Step

MOST_ROWS, MOST_COLUMNS = 40, 8
"""A longer or wider table would not fit a page; t stands in a column of its own."""

_WHOLE = regex(r"-?[0-9]{1,9}")
_ACCENT = regex("(?<=.)(?:hat|tilde|bar)$")

Cell = Operand | str
_T = Symbol("t")
Item = TypeVar("Item")


class Narrative:
    """Steps one after another, with equations, sentences and tables."""

    def __init__(self) -> None:
        """Begin before the first step."""
        self._titles: list[tuple[Phrase, Phrase, tuple[str, ...]]] = []
        self._blocks: list[list[Block]] = []
        self._tells: tuple[str, ...] = ()
        self._bare: frozenset[str] = frozenset()
        self.shows = True
        """Whether steps, equations and sentences appear; what is recorded counts all the same."""

    def step(self, title: str, reason: str = "", **formulas: Operand) -> None:
        """Begin a step. `{name}` in title and reason stands for the formula of that name, and a letter that
        is none of them for itself, as `{delta}` or `{e_t}`; so does a whole number, as `{-1}`.
        """
        if self.shows:
            self._titles.append((_phrase(title, formulas), _phrase(reason, formulas), self._tells))
            self._blocks.append([])

    def display(self, left: Formula, *forms: Formula, values: bool = True, found: bool = False) -> None:
        """Show `left = form = ...` with the values of the symbols, such as a matrix of quantities, each form
        once; the last may be what the step has found, such as a derivative, and not a formula to begin with.
        """
        self._show(Rewriting(left, tuple(dict.fromkeys(forms)), values, self._tells, found))

    def say(self, sentence: str, **formulas: Operand) -> None:
        """A sentence; `{name}` stands for the formula of that name, or for a letter, as in a step."""
        self._show(Sentence(_phrase(sentence, formulas), self._tells))

    def show_sentences(self, sentences: Iterable[Sentence]) -> None:
        """Sentences that were put together elsewhere."""
        for sentence in sentences:
            self._show(sentence)

    def table(
        self,
        headings: Sequence[Cell],
        rows: Iterable[Sequence[Cell]],
        caption: str = "",
        found: Iterable[Cell] = (),
    ) -> None:
        """Show a table: headings as symbols, cells as values.

        Args:
            headings: those of the columns.
            rows: their cells.
            caption: what stands above the table.
            found: the headings of columns with what the step works out and does not record as quantities.
        """
        body = tuple(tuple(map(_cell, row)) for row in rows)
        open_columns = frozenset(map(headings.index, found))
        self._show(Table(tuple(map(_cell, headings)), body, caption, self._tells, open_columns))

    def history(
        self, columns: Sequence[tuple[Cell, Sequence[Cell]]], start: int = 1, step: Cell = _T
    ) -> None:
        """Show the course of quantities: a row for each step t from `start`, in tables that fit a page; of a
        long course, the first rows and the last.

        Args:
            columns: headings, each with its cells; a shorter column is empty at its end.
            start: the number of the first row.
            step: what is numbered.
        """
        for group in _parts(columns, MOST_COLUMNS):
            headings, cells = zip(*group, strict=True)
            rows = [[t, *row] for t, row in enumerate(zip_longest(*cells, fillvalue=""), start)]
            for part in _parts(in_part(rows, [ELLIPSIS] * (len(headings) + 1)), MOST_ROWS):
                self.table([step, *headings], part)

    @contextmanager
    def telling(self, *names: str) -> Iterator[None]:
        """What begins or is said here gives away the answers of these names.

        Where one of them is left to find, steps that begin here, sentences, tables, the formulas of
        equations and the last forms of rewritings are not shown.
        """
        before, self._tells = self._tells, names
        try:
            yield
        finally:
            self._tells = before

    @contextmanager
    def showing(self, quantities: Iterable[str]) -> Iterator[None]:
        """What is rewritten here shows the values of these quantities as numbers, without their names.

        Where one of them is left to find, it is not shown.
        """
        before, self._bare = self._bare, frozenset(quantities)
        try:
            yield
        finally:
            self._bare = before

    @property
    def steps(self) -> tuple[Step, ...]:
        pairs = zip(self._titles, self._blocks, strict=True)
        return tuple(Step(title, reason, tuple(blocks), tells) for (title, reason, tells), blocks in pairs)

    @property
    def _step(self) -> int:
        return max(len(self._titles) - 1, 0)

    def _show(self, block: Block) -> None:
        if not self._blocks:
            raise ValueError("nothing can be shown before the first step: call work.step(...)")
        if self.shows:
            self._blocks[-1].append(block)


def _phrase(sentence: str, formulas: Mapping[str, Operand]) -> Phrase:
    parts: list[str | Formula] = []
    for words, name, _, _ in Formatter().parse(sentence):
        if words:
            parts.append(words)
        if name:
            parts.append(lift(formulas[name]) if name in formulas else _itself(name))
    return tuple(parts)


def _itself(name: str) -> Formula:
    """A whole number, or a Latin or Greek letter, with an index or an accent or without.

    Raises:
        KeyError: it is more than that.
    """
    if _WHOLE.fullmatch(name):
        # What a rule says, such as labels of -1 and 1, tells nothing of this problem.
        return Number(int(name), name)
    letter = _ACCENT.sub("", name.partition("_")[0])
    if len(letter) > 1 and letter not in GREEK:
        raise KeyError(name)
    return Symbol(name)


def _cell(cell: Cell) -> Formula | str:
    return cell if isinstance(cell, str) else lift(cell)


def _parts(items: Sequence[Item], most: int) -> list[Sequence[Item]]:
    return [items[start : start + most] for start in range(0, len(items), most)]
