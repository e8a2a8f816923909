"""When something is asked again: the schedule of FSRS, as `fsrs` works it out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler

from solver.practice.skills import Grade

SOON = (timedelta(minutes=10),)
"""What went wrong comes again in the same evening; what went well the first time, in some days."""

_SCHEDULER = Scheduler(learning_steps=SOON, relearning_steps=SOON, enable_fuzzing=False)


class Scheduled(NamedTuple):
    """What is kept of a card after a review: its state, when it is due, and the line of the review log."""

    card: str
    due: datetime
    log: str


def new_card(number: int) -> str:
    """The state of a card before its first review.

    Args:
        number: what the card is called in the review log.
    """
    return json.dumps(Card(card_id=number).to_dict())


def reviewed(card: str, grade: Grade, now: datetime) -> Scheduled:
    """A card after a review.

    Args:
        card: its state before.
        grade: how it went.
        now: when; a clock that was set back counts as standing still.

    Raises:
        ValueError: the state is that of no card.
    """
    try:
        before = Card.from_dict(json.loads(card))
    except (KeyError, TypeError) as error:
        raise ValueError("a card is damaged") from error
    moment = max(now, before.last_review or now).astimezone(UTC)
    after, log = _SCHEDULER.review_card(before, Rating(grade), moment)
    return Scheduled(json.dumps(after.to_dict()), after.due, json.dumps(log.to_dict()))
