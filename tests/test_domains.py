"""Domains of sizes, of stacks of maps and of networks, apart from the types that use them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from solver.domains import EventNames, Refused, Words
from solver.domains.expressions import Expression
from solver.domains.layers import Layer, NetworkOf
from solver.domains.lists import DistributionOf
from solver.domains.maps import MapsOf
from solver.domains.named_vectors import NamedVectorOf
from solver.domains.sizes import ExtentOf, VolumeOf
from solver.domains.words import texts_in
from solver.errors import InputError
from solver.mathematics.formula import lift
from solver.mathematics.formula.families import linear_index
from solver.registry import find
from solver.sampling.random_stream import RandomStream


@pytest.mark.parametrize(
    ("text", "names", "pair"), [("3", "nn", (3, 3)), ("5 x 5", "nn", (5, 5)), ("3X4", ["n_H", "n_W"], (3, 4))]
)
def test_sides_are_told_apart_where_they_differ(text, names, pair):
    extent = ExtentOf().read(text, "n")
    assert [side.name for side in extent] == list(names)
    assert extent.pair == pair
    assert extent.area == pair[0] * pair[1]


def test_a_volume_names_its_sizes():
    domain = VolumeOf()
    for text, named in (("32×32×3", "height and width n = 32"), ("8x9x3", "height n_H = 8, width n_W = 9")):
        parts = domain.named_numbers(domain.read(text, "x"))
        told = ", ".join(f"{what} {size.name} = {int(size)}" for what, size in parts.items())
        assert told == f"{named}, channels c = 3"


def test_maps_in_both_notations():
    domain = MapsOf(most_side=2)
    maps = domain.read("1,2;3,4|5,6;7,8", "X")
    assert maps == domain.read("[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "X")
    assert [grid.name for grid in maps] == ["x_1", "x_2"]
    with pytest.raises(Refused, match="at most 2 by 2"):
        domain.read("1,2,3", "X")


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("'a, b' 'c'", ["a, b", "c"]),
        ('"a; b"; "c | d"', ["a; b", "c | d"]),
        ("['a b', 'c']", ["a b", "c"]),
        ("it's a | b", ["it's a ", " b"]),
        ("a b;c", ["a b", "c"]),
        ("'a' and b;c", ["'a' and b", "c"]),
        ("a\nb", ["a", "b"]),
    ],
)
def test_texts_in_quotes_or_apart(text, texts):
    assert texts_in(text, ";") == texts


def test_a_part_of_a_grid_may_reach_beyond_it():
    (grid,) = MapsOf().read("1,2;3,4", "X")
    assert grid.part(range(1, 3), range(1, 3), lift(0)) == grid.matrix
    assert grid.part(range(2, 6, 2), range(-1, 3, 2), lift(0)).rows == ((lift(0), grid[2, 1]), (lift(0),) * 2)


@pytest.mark.parametrize(
    ("factors", "constant", "index"),
    [({"i": 2, "u": 1}, -2, "2i+u-2"), ({"u": 1}, 0, "u"), ({"i": 1, "v": 3}, 4, "i+3v+4")],
)
def test_an_index_that_is_worked_out(factors, constant, index):
    assert linear_index(factors, constant) == index


class Halving(Layer):
    """half by 2."""

    wanted, letters, needs_maps = "a number", "s", True

    def read(self):
        self.by, self.stride = self.count("m", self.main), self.size("s")

    def plan(self, input):
        return (input[0] // int(self.by), *input[1:]), 0


def test_a_network_of_layers_of_ones_own():
    network = NetworkOf({"half": Halving}, "input 4x4x1; half 2").read("input 8x4x1; HALF  2 s3; half 4", "x")
    first, second = network.layers
    assert network.text == "input 8x4x1; half 2 s3; half 4"
    assert (first.title, first.stride.pair, second.stride.pair) == ("Layer 1: half 2 s3", (3, 3), (1, 1))
    assert second.plan(first.plan((8, 4, 1))[0]) == ((1, 4, 1), 0)


@pytest.mark.parametrize("least", [-3, 0])
def test_neighbors_vary(least):
    items = RandomStream("varied").varied(100, least, 2)
    assert len(items) == 100
    assert set(items) == set(range(least, 3))
    assert all(left != right for left, right in pairwise(items))


def test_weights_by_name_come_in_any_order():
    named, single = (NamedVectorOf().read(text, "w_0") for text in ("b=2, w=1", "3"))
    assert [member.value for member in named.given_to(("w", "b"))] == [1, 2]
    assert [member.value for member in single.given_to(("w", "b"))] == [3, 3]


def test_a_loss_is_differentiated_and_put_in():
    loss = Expression().read("a1**2 + 3*a2", "L")
    point = tuple(NamedVectorOf().read("2,5", "w").members)
    assert loss.at(point).evaluate() == 19
    assert [loss.slope(variable).at(point).evaluate() for variable in loss.variables] == [4, 3]


@pytest.mark.parametrize("text", ["a,a", "a|b", "", "x" * 25])
def test_names_of_events_can_be_told_apart(text):
    with pytest.raises(Refused):
        EventNames().read(text, "")


def test_a_root_where_fractions_are_wanted_is_told_so():
    with pytest.raises(InputError, match="5 by 5 fractions or decimal numbers, such as"):
        find("eigen").load().of(matrix="sqrt(2),1;1,2")


@pytest.mark.parametrize(
    "text",
    [
        "1,1,0",
        "1 1 0",
        "[1, 1, 0]",
        "(1, 1, 0)",
        "{1,1,0}",
        "[1 1 0]",
        "1;1;0",
        "[[1], [1], [0]]",
        "array([1, 1, 0])",
        "tensor([1, 1, 0], dtype=torch.int64)",
        r"\begin{pmatrix}1 & 1 & 0\end{pmatrix}",
    ],
)
def test_labels_that_are_numbers_are_read_as_numbers_are(text):
    assert Words().read(text, "y") == ("1", "1", "0")


@pytest.mark.parametrize(
    "text",
    [
        "hot dog, ham",
        "[hot dog, ham]",
        "['hot dog', 'ham']",
        '["hot dog", "ham"]',
        "('hot dog', 'ham')",
        "['hot dog' 'ham']",
        "array(['hot dog', 'ham'], dtype='<U7')",
        "np.array(['hot dog' 'ham'], dtype='<U7')",
        "hot dog; ham",
        "[hot dog], [ham]",
    ],
)
def test_labels_that_are_words_may_stand_in_a_list(text):
    assert Words().read(text, "y") == ("hot dog", "ham")


@pytest.mark.parametrize("text", ["[a, b", "a), (b", "f(a), g(b)", "(a) b, c (d)"])
def test_brackets_that_enclose_no_list_belong_to_the_words(text):
    assert Words().read(text, "y") == tuple(part.strip() for part in text.split(","))


@pytest.mark.parametrize("text", ["", "[]", "a,,b", "['a', '']", "1,2;3,4", "[[a,b],[c,d]]"])
def test_labels_that_are_no_list(text):
    with pytest.raises(Refused):
        Words().read(text, "y")


@pytest.mark.parametrize(
    "text", ["array([2, 1], dtype=float32)", "w=2,b=1", "{w=2, b=1}", "(w=2; b=1)", "2 1"]
)
def test_weights_in_an_array_or_by_name(text):
    found = NamedVectorOf().read(text, "w")
    assert [member.value for member in found.given_to(found.names or ("w", "b"))] == [2, 1]


@pytest.mark.parametrize(
    "text",
    [
        "3x5",
        "3 X 5",
        "3×5",
        "3*5",
        "3 by 5",
        "3-by-5",
        "(3, 5)",
        "[3 5]",
        "3 5",
        "3.0 x 5.",
        r"$3 \times 5$",
        "torch.Size([3, 5])",
    ],
)
def test_a_size_as_people_and_frameworks_write_it(text):
    assert ExtentOf().read(text, "k").sizes == (3, 5)


@pytest.mark.parametrize("text", ["3xx5", "3,,5", "x5", "3x", "3.5", "3px", "by", "-3"])
def test_a_size_that_is_none(text):
    with pytest.raises(Refused):
        ExtentOf().read(text, "k")


@pytest.mark.parametrize(
    "layers",
    [
        "input 28x28x1; conv 8@3x3; pool 2; fc 10",
        "28 x 28 x 1; conv 8@3 x 3; pool 2; fc 10",
        "input: 28x28x1\nconv 8 3 by 3\npool 2\nfc 10",
        "INPUT 28*28*1, Conv2D 8@3x3, MaxPool 2, Dense 10",
        "input 28x28x1 -> conv 8@3x3 -> pool 2 → fc 10",
        "input (28, 28, 1); conv2d(8, 3); maxpool(2); dense(10)",
    ],
)
def test_layers_as_people_and_frameworks_list_them(layers):
    found = find("cnn").load().of(layers=layers)
    assert [layer.plan((28, 28, 1))[0][2:] for layer in found.layers.layers[:1]] == [(8,)]
    assert len(found.layers.layers) == 3


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("0.3", ["0.3", "0.7"]), ("30%", ["30%", "0.7"]), ("1/3", ["1/3", "2/3"]), (".125", [".125", "0.875"])],
)
def test_a_single_probability_is_that_of_an_event_and_the_rest_that_of_its_complement(text, wanted):
    found = DistributionOf().read(text, "p")
    assert sum(found.values) == 1
    assert found.values == DistributionOf().read(",".join(wanted), "p").values


@pytest.mark.parametrize("text", ["0", "1.5", "-0.5"])
def test_a_single_number_that_leaves_nothing_of_1_is_no_distribution(text):
    with pytest.raises(Refused):
        DistributionOf().read(text, "p")
