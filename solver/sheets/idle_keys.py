"""Entries of a blueprint that would change nothing where they stand: each is refused, and never left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from solver import registry
from solver.sheets.blueprint import Blueprint, Chosen, SectionPlan, chosen_stage, chosen_style
from solver.sheets.misfits import MisfitError
from solver.sheets.schema import ChoiceRules
from solver.sheets.styles import has_options, is_example

Table = Mapping[str, Any]

_NEVER_EMPTY = ("types", "topics", "question", "code", "type", "text", "task", "asked", "part", "space")
"""What says nothing where it is empty, and may be left out."""


class Idle(NamedTuple):
    """An entry without an effect, and why it has none."""

    key: str
    words: str


def require_effects(data: Table, blueprint: Blueprint) -> None:
    """Refuse the first entry that would change nothing.

    Args:
        data: the tables as they were written.
        blueprint: what they were read as.

    Raises:
        MisfitError: naming the place.
    """
    for position, (table, plan) in enumerate(zip(data["section"], blueprint.section, strict=True)):
        place = "section", position
        _refuse([*_empty(table), *_in_section(plan, table)], *place)
        for number, (own, chosen) in enumerate(zip(table.get("question", ()), plan.question, strict=True)):
            _refuse([*_empty(own), *_in_question(chosen, plan, own)], *place, "question", number)
            for turn, part in enumerate(own.get("part", ())):
                _refuse(_empty(part), *place, "question", number, "part", turn)


def _refuse(found: Sequence[Idle], *place: str | int) -> None:
    for idle in found[:1]:
        raise MisfitError(idle.words, *place, idle.key, name=idle.key)


def _empty(table: Table) -> list[Idle]:
    empty = (key for key in _NEVER_EMPTY if key in table and table[key] in ("", [], {}))
    return [Idle(key, "is empty: leave it out") for key in empty]


def _in_section(plan: SectionPlan, table: Table) -> Iterator[Idle]:
    found = [*_for_types(table), *_for_style(plan), *_for_order(plan)]
    if not plan.count:
        found += _in_every_question(plan)
    return (idle for idle in found if idle.key in table)


def _for_style(plan: SectionPlan) -> Iterator[Idle]:
    """What needs options, and what worked examples do without."""
    styles = [plan.style] * bool(plan.count) + [chosen_style(chosen, plan) for chosen in plan.question]
    if not any(map(has_options, styles)):
        yield from _WITHOUT_OPTIONS
    if all(style == "worked" for style in styles):
        yield Idle("marks", "has no effect: worked examples earn none")
        yield Idle("space", _NO_ROOM)


def _in_every_question(plan: SectionPlan) -> Iterator[Idle]:
    """What each question of a section without drawn ones has of its own."""
    own = "has no effect: each question has its own"
    if all(chosen.style or chosen.text for chosen in plan.question):
        yield Idle("style", f"{own}, or is in your own words")
    if all(map(_has_marks, plan.question)):
        yield Idle("marks", own)
    if all(chosen.space for chosen in plan.question):
        yield Idle("space", own)
    drawn = [chosen for chosen in plan.question if chosen.is_drawn]
    if all(chosen.difficulty for chosen in drawn):
        yield Idle("difficulty", own if drawn else "goes with a count of questions to draw")
    choices = [chosen for chosen in plan.question if has_options(chosen_style(chosen, plan))]
    for key in ChoiceRules.__struct_fields__:
        if choices and all(getattr(chosen, key) is not None for chosen in choices):
            yield Idle(key, own)


def _for_order(plan: SectionPlan) -> Iterator[Idle]:
    """Why a section is not shuffled."""
    if plan.order != "shuffled":
        return
    if plan.style == "faded" and plan.count:
        yield Idle("order", "goes without the style faded, whose examples come before their tasks")
    if plan.count + len(plan.question) == 1:
        yield Idle("order", "has no effect: there is one question")


_WITHOUT_OPTIONS = [Idle(key, "goes with the style choice") for key in ChoiceRules.__struct_fields__]
_NO_ROOM = "has no effect: worked examples have no room to work in"


def _has_marks(chosen: Chosen) -> bool:
    return chosen.marks is not None or any(part.marks for part in chosen.part)


def _for_types(table: Table) -> Iterator[Idle]:
    """Types and topics that are named twice."""
    types = [registry.find(name).command for name in table.get("types", ())]
    topics = [_topic(name) for name in table.get("topics", ())]
    for key, names in (("types", types), ("topics", topics)):
        twice = next((name for place, name in enumerate(names) if name in names[:place]), None)
        if twice is not None:
            yield Idle(key, f"names {twice} twice")
    within = {entry.command: topic for topic in topics for entry in registry.find_topic(topic)}
    both = next((name for name in types if name in within), None)
    if both is not None:
        yield Idle("types", f"names {both}, which is of the topic {within[both]}")


def _topic(name: str) -> str:
    """One name for a topic, in whatever way it was written."""
    entries = {entry.command for entry in registry.find_topic(name)}
    known = (topic for topic, own in registry.topics().items() if {entry.command for entry in own} == entries)
    return next(known, name)


def _in_question(chosen: Chosen, plan: SectionPlan, table: Table) -> Iterator[Idle]:
    style = chosen_style(chosen, plan)
    found = []
    if is_example(style, chosen_stage(style)):
        found += [Idle("marks", "has no effect: a worked example earns none"), Idle("space", _NO_ROOM)]
    if not has_options(style):
        found += _WITHOUT_OPTIONS
    if chosen.text:
        keys = ("givens", "task", "asked", "difficulty")
        found += [Idle(key, "does not go with a text of your own") for key in keys]
    if chosen.code:
        words = "does not go with a code, which stands for"
        found.append(Idle("givens", f"{words} givens of its own"))
        found.append(Idle("difficulty", f"{words} a difficulty of its own"))
    elif not chosen.is_drawn:
        found.append(Idle("difficulty", "goes with a type that is drawn, without givens"))
    return (idle for idle in found if idle.key in table)
