"""Draws from a collection: what samplers order and choose by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solver.sampling.random_stream import RandomStream


@given(st.text(), st.lists(st.integers(), unique=True), st.data())
def test_some_items_are_different_ones_of_them(seed, items, data):
    count = data.draw(st.integers(0, len(items)))
    drawn = RandomStream(seed).some(items, count)
    assert len(set(drawn)) == count
    assert set(drawn) <= set(items)


@given(st.text(), st.lists(st.integers()))
def test_shuffled_items_are_all_of_them(seed, items):
    assert sorted(RandomStream(seed).shuffled(items)) == sorted(items)


def test_an_item_is_drawn_by_its_place_among_those_left():
    """The codes of questions stand on this very sequence of draws."""
    drawn, places = RandomStream("abc").some("abcdefgh", 3), RandomStream("abc")
    left = list("abcdefgh")
    assert drawn == [left.pop(places.integer(0, len(left) - 1)) for _ in range(3)]


def test_every_order_comes_up():
    orders = {tuple(RandomStream(f"order/{seed}").shuffled(range(3))) for seed in range(100)}
    assert len(orders) == 6
