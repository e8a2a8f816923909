"""Pages with blanks tell nothing of what is to be filled in, in numbers, in words or by their shape."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from itertools import product
from math import inf

import pytest
from msgspec.structs import replace

from solver import registry
from solver.contract import DIFFICULTIES
from solver.mathematics import formula as f
from solver.mathematics.formula import symbols_of
from solver.record.blocks import Equation, Rewriting, RowOperations, Sentence, Table
from solver.record.engine import run
from solver.record.solution import leaves
from solver.rendering.layout.answers import answer_chain, told
from solver.rendering.layout.chains import links, telling_numerals
from solver.rendering.printing import PlainPrinter, Style
from solver.sheets.blanks import UNTOLD_LINES, begun, faded, with_blanks, worked
from solver.sheets.codes import Code
from solver.sheets.items import Item, Ordered, Section, Sheet, make_item
from solver.sheets.questions import question_of, question_with
from solver.sheets.schema import Heading
from tests.pages import source

TYPES = tuple(registry.entries())
SENTINELS = (Fraction(98765432, 10**4), Fraction(13579, 10**3))
STAGES = (0.3, 0.6)


def question(command, difficulty, seed):
    return question_of(Code(command, difficulty, seed, registry.find(command).load().version))


def blanked(solution, difficulty):
    """The working in the style of blanks, and at two stages of fading."""
    return [with_blanks(solution, difficulty), *(faded(solution, stage) for stage in STAGES)]


class Disguise:
    """Puts another value in place of each hidden one, wherever it is looked up."""

    def __init__(self, hidden, value):
        self.hidden, self.value = hidden, value

    def formula(self, part):
        if not isinstance(part, f.Formula):
            return part
        if isinstance(part, f.Symbol) and part.name in self.hidden and part.value is not None:
            return f.Symbol(part.name, self.value)
        children = part.children()
        return part.rebuild([self.formula(child) for child in children]) if children else part

    def all(self, parts):
        return tuple(map(self.formula, parts))

    def block(self, block):
        match block:
            case Equation(symbol, formula, named):
                shown = {"symbol": symbol, "formula": formula}
                changed = {name: self.formula(part) for name, part in shown.items()}
                return replace(block, **changed, named=self.all(named))
            case Rewriting():
                return replace(block, left=self.formula(block.left), forms=self.all(block.forms))
            case Sentence():
                return replace(block, phrase=self.all(block.phrase))
            case Table():
                return replace(block, rows=tuple(map(self.all, block.rows)))
        return block

    def answer(self, value):
        return tuple(map(self.answer, value)) if isinstance(value, tuple) else self.formula(value)

    def part(self, part):
        return replace(part, step=replace(part.step, blocks=tuple(map(self.block, part.step.blocks))))


def disguised(made, value):
    """The page with another value in place of each hidden one."""
    disguise = Disguise(made.hidden, value)
    answers = tuple(replace(answer, value=disguise.answer(answer.value)) for answer in made.answers)
    return replace(made, parts=tuple(map(disguise.part, made.parts)), answers=answers)


def page(asked, solution, made):
    item = Item(1, Ordered(asked, "blanks"), solution, made)
    return source(Sheet(Heading(), (Section("", "", (item,)),)), "sheet", "markdown")


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("command", TYPES)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_hidden_value_makes_no_difference_to_the_page(command, difficulty):
    """Another number in its place is printed nowhere: not in later lines, sums worked out, or answers."""
    asked = question(command, difficulty, 5)
    solution = run(asked.problem)
    for made in blanked(solution, difficulty):
        pages = {page(asked, solution, disguised(made, value)) for value in SENTINELS}
        assert len(pages) == 1
        assert made.hidden


@pytest.mark.parametrize("command", TYPES)
def test_no_result_beside_a_hidden_operand_is_the_same_number(command):
    """A positive number by ReLU, a product with 1 or -1 and a sum with 0 would show what went in."""
    for difficulty in DIFFICULTIES:
        solution = run(question(command, difficulty, 2).problem)
        values = {name: q.symbol.value for name, q in solution.quantities.items()}
        sizes = {name: abs(complex(value)) for name, value in values.items() if value is not None}
        for made in blanked(solution, difficulty):
            for name in sizes.keys() - made.hidden:
                operands = {symbol.name for symbol in symbols_of(solution.quantities[name].formula)}
                told = [sizes[operand] for operand in operands & made.hidden if operand in sizes]
                assert sizes[name] not in [size for size in told if 0 < size < inf], (difficulty, name)


@pytest.mark.parametrize(
    ("command", "difficulty", "seed", "value"),
    [
        ("echo-state", "medium", 0, "0.7670"),
        ("skip-gram", "easy", 0, "0.3599"),
        ("backprop", "easy", 0, "0.207"),
    ],
)
def test_a_hidden_value_is_not_printed_beside_its_blank(command, difficulty, seed, value):
    """Neither as what comes of it, e = p - 0 or 1 x, nor as what it comes of, [0; 0] + x."""
    asked = question(command, difficulty, seed)
    solution = run(asked.problem)
    assert value in page(asked, solution, worked(solution))
    assert value not in page(asked, solution, with_blanks(solution, difficulty))


def words_of(made):
    """All words that are printed, without the mathematics between them."""
    found = set()
    for part in made.parts:
        if part.shown:
            phrases = [part.step.title, part.step.reason]
            phrases += [block.phrase for block in part.step.blocks if isinstance(block, Sentence)]
            found |= {tuple(word for word in phrase if isinstance(word, str)) for phrase in phrases}
            found |= {block.caption for block in part.step.blocks if isinstance(block, Table)}
    return found


def verdicts():
    """The answers of yes or no, and those that are counts of steps: what words or headings could tell."""
    for command in TYPES:
        solutions = [
            run(question(command, difficulty, seed).problem)
            for difficulty, seed in product(DIFFICULTIES, range(8))
        ]
        names = {answer.name for s in solutions for answer in s.answers if isinstance(answer.value, bool)}
        yield from ((command, name, solutions) for name in sorted(names))


def test_no_words_tell_yes_from_no():
    for command, name, solutions in verdicts():
        told = {True: [], False: []}
        for solution in solutions:
            made = with_blanks(solution, "easy")
            assert name in made.hidden
            told[solution.numbers[name]].append(words_of(made))
        if all(told.values()):
            always = [set.intersection(*pages) for pages in told.values()]
            ever = [set.union(*pages) for pages in told.values()]
            assert always[0] <= ever[1], command
            assert always[1] <= ever[0], command


def test_the_number_of_epochs_cannot_be_counted():
    shapes = Counter()
    for seed in range(8):
        made = with_blanks(run(question("perceptron", "medium", seed).problem), "medium")
        shapes[sum(part.shown for part in made.parts)] += 1
        assert "epochs" in made.hidden
    assert len(shapes) == 1


@pytest.mark.parametrize(("command", "most"), [("hierarchical", 1), ("k-fold", 0)])
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_groups_of_samples_are_not_told_by_later_tables(command, most, difficulty):
    solution = run(question(command, difficulty, 3).problem)
    for made in (with_blanks(solution, difficulty), faded(solution, 0.3)):
        blocks = [block for part in made.parts for block in part.step.blocks]
        tables = [block for block in blocks if isinstance(block, Table)]
        assert len(tables) >= most
        assert all(
            isinstance(cell, f.Blank) for table in tables[most:] for row in table.rows for cell in row[1:]
        )
        assert not any("merge" in str(block.phrase) for block in blocks if isinstance(block, Sentence))


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("feature-map", "feature_map"),
        ("im2col", "matrix"),
        ("k-fold", "folds"),
        ("hierarchical", "merges"),
        ("transposed-conv", "output"),
    ],
)
def test_an_answer_whose_form_tells_another_one_is_a_single_blank(command, name):
    shown = set()
    for seed in range(6):
        made = with_blanks(run(question(command, "easy", seed).problem), "easy")
        answers = (answer for answer in made.answers if answer.name == name)
        shown |= {answer_chain(answer, Style(hidden=made.hidden))[-1].plain for answer in answers}
    assert shown == {"_" * 24}


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_the_clusters_are_not_told_by_what_their_centroids_are_computed_from(difficulty):
    solution = run(question("k-means", difficulty, 3).problem)
    made = with_blanks(solution, difficulty)
    blocks = [block for part in made.parts for block in part.step.blocks]
    means = [block for block in blocks if isinstance(block, Equation) and block.symbol.name.startswith("c^")]
    assert means
    assert all(block.formula == block.symbol for block in means)


@pytest.mark.parametrize("command", ["backprop", "autoencoder", "gan", "multi-head", "seq2seq"])
def test_what_is_the_same_number_is_left_open_together(command):
    """A value that is taken on as it is tells the one that it was taken from."""
    for difficulty, seed in product(DIFFICULTIES, range(3)):
        solution = run(question(command, difficulty, seed).problem)
        for made in blanked(solution, difficulty):
            for name, quantity in solution.quantities.items():
                if isinstance(quantity.formula, f.Symbol) and quantity.formula.name in solution.quantities:
                    assert (name in made.hidden) == (quantity.formula.name in made.hidden)


@pytest.mark.parametrize(
    ("command", "givens", "asked", "others"),
    [
        ("vae", {}, "L", {"ELBO"}),
        ("confusion", {"matrix": "7,3,5;4,9,2;1,6,8"}, "F_micro", {"accuracy"}),
        ("fgsm", {"x": "0.5,0.9", "gradient": "3,2", "clip": "0,1"}, "x'_1", {"xtilde_1", "xtilde_2"}),
    ],
)
def test_what_is_asked_is_not_printed_as_the_result_of_another_step(command, givens, asked, others):
    """The loss as the negative of a bound, a mean that is the accuracy, an entry that is within its range."""
    made = faded(solution_of(command, {**question(command, "hard", 3).problem.spelled, **givens}), 0.3)
    assert {asked, *others} <= made.hidden


def test_a_transposed_matrix_is_not_printed_where_it_is_multiplied():
    asked = question_with("matrices", {"a": "2,3,5;7,11,13;17,19,23"})
    solution = run(asked.problem)
    text = page(asked, solution, with_blanks(solution, "hard")).partition("### 1.")[2]
    assert "2 & 3 & 5" in text
    assert "2 & 7 & 17" not in text


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_counts_do_not_tell_the_frequencies_that_they_are(difficulty):
    """Of words in documents, where a term frequency is the count."""
    solution = solution_of("tf-idf", {"documents": "a b b;b c;c c c a", "tf": "count"})
    for made in blanked(solution, difficulty):
        tables = [block for part in made.parts for block in part.step.blocks if isinstance(block, Table)]
        shown = [cell for row in tables[0].rows for cell in row[1:] if cell != f.Blank()]
        assert not shown or "tf" not in made.hidden


def test_a_number_that_a_rule_is_about_stays_in_its_sentence():
    """Signs are 1 or -1, whatever they are here."""
    made = blanked(run(question("fgsm", "easy", 3).problem), "easy")[1]
    reason = made.parts[0].step.reason
    assert told(reason, Style(hidden=made.hidden)) == reason
    assert any(isinstance(part, f.Number) for part in reason)


@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_a_count_that_is_given_is_no_blank(difficulty):
    for seed in range(4):
        asked = question("confusion", difficulty, seed)
        made = make_item(1, Ordered(asked, "blanks"), 4).blanked
        counts = {answer.name for answer in made.answers} & {"tp", "fp", "fn", "tn"}
        assert counts.isdisjoint(made.hidden) == (asked.problem.tp is not None)


@pytest.mark.parametrize(("command", "matrix"), [("svd", "G"), ("pca", "S"), ("hessian", "H")])
def test_a_symmetric_matrix_is_left_open_on_both_sides(command, matrix):
    for difficulty, seed in product(DIFFICULTIES, range(2)):
        solution = run(question(command, difficulty, seed).problem)
        rows = solution.arrays[matrix].rows
        for made in blanked(solution, difficulty):
            pairs = [(rows[i][j].name, rows[j][i].name) for i in range(len(rows)) for j in range(i)]
            assert all((one in made.hidden) == (other in made.hidden) for one, other in pairs)


def test_row_operations_do_not_tell_the_matrix_that_is_left_open():
    """The numbers that rows are multiplied by are its entries, and those of A - lambda I tell lambda."""
    solution = run(question("eigen", "hard", 3).problem)
    made = with_blanks(solution, "hard")
    told = [b for part in made.parts for b in part.step.blocks if isinstance(b, RowOperations)]
    assert told
    numbers = [p for b in told for o in b.operations for p in parts(o) if isinstance(p, f.Number)]
    assert all(number.number in {0, 1} for number in numbers)


@pytest.mark.parametrize(
    ("command", "difficulty", "seed"), [("inverse", "hard", 3), ("linear-system", "easy", 1)]
)
def test_an_answer_is_not_printed_as_the_matrix_that_it_is_read_off(command, difficulty, seed):
    solution = run(question(command, difficulty, seed).problem)
    operations = [name for name in solution.quantities if name.startswith("row operations")]
    made = faded(solution, 0.34)
    assert [name in made.hidden for name in operations] == [False] * (len(operations) - 1) + [True]


def test_a_matrix_that_is_left_open_is_not_told_by_its_characteristic_polynomial():
    made = with_blanks(run(question("pca", "hard", 1).problem), "hard")
    assert {"S_13", "S_31"} <= made.hidden
    *shown, polynomial = [
        b for part in made.parts[:5] for b in part.step.blocks if isinstance(b, Rewriting) and not b.valued
    ]
    assert polynomial.left == f.Symbol("p(lambda)")
    assert shown
    assert all(block.forms == (f.Blank(f.WIDE),) for block in (*shown, polynomial))


def test_a_sub_gradient_does_not_show_which_samples_are_within_the_margin():
    given = {"x": "1,2;-1,3;2,0;0,-1", "y": "1,-1,1,-1", "w": "0.5,-0.5", "b": "0.1", "lr": "0.1"}
    solution = run(registry.entries()["svm"].load().of(**given))
    for difficulty in DIFFICULTIES:
        made = with_blanks(solution, difficulty)
        blocks = [block for part in made.parts for block in part.step.blocks]
        found = {str(b.symbol.name): b for b in blocks if isinstance(b, Equation)}
        assert any(name.startswith("m_") for name in made.hidden)
        assert all(found[name].formula == found[name].symbol for name in ("g", "g_b"))


def test_general_formulas_stay_where_their_numbers_would_tell():
    solution = run(question("svm", "easy", 1).problem)
    made = with_blanks(solution, "easy")
    blocks = [block for part in made.parts for block in part.step.blocks]
    found = {block.symbol.name: block for block in blocks if isinstance(block, Equation)}
    general, last = links(found["d"], Style(hidden=made.hidden))
    assert general.plain == "p - q"
    assert "____" in last.plain


def test_numbers_of_the_question_stay_in_headings():
    for command, seed in product(("normal", "poisson", "binomial", "uniform"), range(4)):
        solution = run(question(command, "easy", seed).problem)
        made = with_blanks(solution, "easy")
        titles = (told(part.step.title, Style(hidden=made.hidden)) for part in made.parts)
        assert not any(
            isinstance(part, f.Blank) for title in titles for words in title for part in parts(words)
        )


def test_the_case_is_not_told_by_what_is_asked():
    cases = {}
    for seed in range(20):
        solution = run(question("separable", "easy", seed).problem)
        made = with_blanks(solution, "easy")
        shown = {answer_chain(a, Style(hidden=made.hidden))[-1].plain for a in made.answers}
        cases[solution.numbers["separable"]] = {answer.name for answer in made.answers}, shown
    assert set(cases) == {True, False}
    assert cases[True] == cases[False]


@pytest.mark.parametrize("command", ["eigen", "lagrange", "linear-system", "perceptron", "separable"])
def test_the_room_and_the_box_for_answers_are_the_same_in_every_case(command):
    made = [make_item(1, Ordered(question(command, "easy", seed)), 4) for seed in range(12)]
    assert len({(item.room.height, item.phrases) for item in made}) == 1


@pytest.mark.parametrize("command", TYPES)
def test_which_answers_there_are_in_some_cases_only_is_declared(command):
    kind = registry.find(command).load()
    for difficulty, seed in product(DIFFICULTIES, range(3)):
        assert set(run(question(command, difficulty, seed).problem).withheld) <= set(kind.conditional)


def test_whether_there_is_a_largest_value_is_not_told():
    cases = {}
    for difficulty, seed in product(DIFFICULTIES, range(8)):
        solution = run(question("lagrange", difficulty, seed).problem)
        made = with_blanks(solution, "easy")
        shown = {a.name: answer_chain(a, Style(hidden=made.hidden))[-1].plain for a in made.answers}
        ends = [shown[name] for name in ("maximum", "minimum", "maximizer", "minimizer")]
        cases[frozenset(solution.withheld)] = list(shown), ends
        assert not any("no largest" in words for told in words_of(made) for words in told)
    assert len(cases) > 1
    assert all(case == cases[frozenset()] for case in cases.values())


def test_the_support_vectors_are_not_told_by_the_way_to_the_weights():
    problem = registry.entries()["svm"].load().of(x="0,0;2,1;-1,-2;-4,2;-3,-2", y="-1,-1,1,-1,1")
    made = with_blanks(run(problem), "easy")
    blocks = [block for part in made.parts for block in part.step.blocks]
    assert all(len(block.rows) == 5 for block in blocks if isinstance(block, Table))
    found = {block.symbol.name: block for block in blocks if isinstance(block, Equation)}
    assert all(found[name].formula == found[name].symbol for name in ("d", "b"))


def test_a_polynomial_does_not_show_its_roots():
    asked = question("eigen", "medium", 2)
    item = make_item(1, Ordered(asked, "blanks"), 4)
    (polynomial,) = (
        block
        for part in item.parts
        for block in part.step.blocks
        if isinstance(block, Rewriting) and block.left == f.Symbol("p(lambda)")
    )
    assert polynomial.forms[-1] == f.Blank(f.WIDE)
    assert all(name in item.hidden for name in ("eigenvalues", "eigenvectors", "diagonalizable"))


@pytest.mark.parametrize("command", TYPES)
def test_an_answer_has_a_blank_where_it_is_asked(command):
    solution = run(question(command, "easy", 3).problem)
    for made in blanked(solution, "easy"):
        for answer in made.answers:
            names = list(leaves(answer.value))
            asked = not names or not all(names) or any(name in made.hidden for name in names)
            assert (answer.name in made.hidden) == asked


def test_powers_of_letters_stay_in_sentences():
    """They say what is done: the square of lambda is no number to be filled in."""
    lam, two, n = f.Symbol("lambda"), f.lift(2), f.Symbol("N")
    kept = lam**2 - 6 * lam
    blanked_out = f.without_numbers(kept)
    assert f.replace(blanked_out, {}) != kept
    assert any(isinstance(part, f.Pow) and part.exponent == two for part in parts(blanked_out))
    for root in (f.exp(-2 * lam / n), f.Symbol("e") ** (-2 * lam / n)):
        assert f.without_numbers(root) == root
    assert f.without_numbers(f.Pow(f.lift(3), two)) == f.Pow(f.Blank(), f.Blank())


def parts(formula):
    if not isinstance(formula, f.Formula):
        return
    yield formula
    for child in formula.children():
        yield from parts(child)


# How much is left to do, by hand

KL = {"p": "1/2,1/2", "q": "1/4,3/4"}
BAYES = {"priors": "0.25,0.75", "likelihoods": "0.8,0.4"}
XOR = {"x": "0,0;0,1;1,0;1,1", "y": "0,1,1,1"}


def solution_of(command, givens):
    return run(question_with(command, givens).problem)


@pytest.mark.parametrize(
    ("command", "givens", "difficulty", "hidden"),
    [
        # Of the working of kl: r_1, r_2, D(p||q), H(p,q), H(p) and D_check, in this order.
        ("kl", KL, "easy", {"D_check", "D(p||q)"}),
        ("kl", KL, "medium", {"D_check", "H(p,q)", "r_2", "D(p||q)"}),
        ("kl", KL, "hard", {"D_check", "H(p)", "H(p,q)", "D(p||q)", "r_1", "r_2"}),
        # The last of each answer is blank, however few these are.
        ("bayes", BAYES, "easy", {"P(E)", "P(H2|E)"}),
        ("bayes", BAYES, "hard", {"P(E)", "P(H1|E)", "P(H2|E)"}),
    ],
)
def test_one_value_of_so_many_is_blank(command, givens, difficulty, hidden):
    solution = solution_of(command, givens)
    made = with_blanks(solution, difficulty)
    assert made.hidden - {answer.name for answer in solution.answers} == hidden
    assert [part.room for part in made.parts] == [0] * len(solution.steps)
    assert made.answers == solution.answers


@pytest.mark.parametrize(
    ("stage", "shown", "room", "hidden"),
    [
        (0, [1, 1, 3], [0, 0, 0], set()),
        # Of five blocks one is left out at least, the last ones first; a table has room for each row.
        (0.01, [1, 1, 2], [0, 0, 1], {"D_check", "D(p||q)"}),
        (0.3, [1, 1, 1], [0, 0, 2], {"D_check", "H(p)", "D(p||q)"}),
        (0.6, [1, 1, 0], [0, 0, 3], {"D_check", "H(p)", "H(p,q)", "D(p||q)"}),
        (1, [0, 0, 0], [2, 1, 3], {"D_check", "H(p)", "H(p,q)", "D(p||q)", "r_1", "r_2"}),
    ],
)
def test_so_many_of_the_last_blocks_are_left_out(stage, shown, room, hidden):
    solution = solution_of("kl", KL)
    made = faded(solution, stage)
    assert [len(part.step.blocks) for part in made.parts] == shown
    assert [part.room for part in made.parts] == room
    assert made.hidden == hidden | ({"kl"} if hidden else set())
    assert all(part.shown for part in made.parts)


def test_steps_that_would_tell_have_one_room_together():
    made = with_blanks(solution_of("perceptron", XOR), "easy")
    shown = [part.shown for part in made.parts]
    assert not all(shown)
    for before, part in zip([None, *made.parts], made.parts, strict=False):
        if not part.shown:
            assert part.step.blocks == ()
            assert part.room == (UNTOLD_LINES if before is None or before.shown else 0)


def tables_begun(command, place):
    """The tables of a step, and those that a hint to it begins with."""
    solution = run(question(command, "easy", 1).problem)
    part, _ = begun(solution, place, {})
    return [
        [block.tells for block in step.blocks if isinstance(block, Table)]
        for step in (solution.steps[place], part.steps[-1])
    ]


def test_a_step_begins_with_the_table_that_it_is_about_and_with_none_that_tells_more():
    for command, place, tells in (("pool", 2, ()), ("feature-map", 2, ("size",))):
        own, shown = tables_begun(command, place)
        assert own == shown == [tells]
    own, shown = tables_begun("knn", 1)
    assert ("neighbors", "label") in own
    assert ("neighbors", "label") not in shown


def numerals(text):
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.spread("difficulty")
@pytest.mark.parametrize("command", TYPES)
@pytest.mark.parametrize("difficulty", DIFFICULTIES)
def test_no_part_that_is_worked_out_is_the_number_of_a_blank(command, difficulty):
    """1 - 0.7408 does not stand where 0.7408 is to be filled in, unless a quantity has that value as well."""
    printer = PlainPrinter(Style(), substitute=True)
    for seed in range(2):
        asked = question(command, difficulty, seed)
        solution = run(asked.problem)
        made = with_blanks(solution, difficulty)
        hidden = [q.symbol for name, q in solution.quantities.items() if name in made.hidden]
        told = {printer.print(f.Symbol("", s.value)).lstrip("-") for s in hidden if s.value is not None}
        told = {number for number in told if re.fullmatch(r"[1-9]\d*\.\d\d+|0\.0*[1-9]\d\d+", number)}
        style = Style(hidden=made.hidden, telling=telling_numerals(hidden, Style()))
        for block in (block for part in made.parts for block in part.step.blocks):
            if isinstance(block, Equation) and not isinstance(block.symbol, f.Tensor):
                shown = (block.symbol, *symbols_of(block.formula))
                own = {n for part in shown for n in numerals(printer.print(f.Symbol("", part.evaluate())))}
                own |= numerals(printer.print(block.formula))
                for member in links(block, style):
                    assert not (numerals(member.plain) & told) - own, member.plain


def array_lines(solution, hidden):
    """The equations of arrays of which all entries are left open, each with its value in plain characters."""
    printer = PlainPrinter(Style(), substitute=True)
    for block in (block for step in solution.steps for block in step.blocks):
        if isinstance(block, Equation) and isinstance(block.symbol, f.Tensor):
            entries = list(symbols_of(block.symbol))
            if len(entries) > 1 and all(entry.name in hidden for entry in entries):
                values = [f.Symbol("", entry.value, origin=entry.origin) for entry in entries]
                yield block, printer.print(f.Tensor("", f.entries_of(block.symbol.rebuild(values))))


def arrays_in(formula):
    own = [formula] if isinstance(formula, f.Tensor) and formula.name else []
    return own + [array for child in formula.children() for array in arrays_in(child)]


def untold_lines(solution, difficulty):
    """The members of such lines before the last, unless an operand that is known is the same array."""
    style = Style(hidden=with_blanks(solution, difficulty).hidden)
    for block, value in array_lines(solution, style.hidden):
        operands = {PlainPrinter(style, substitute=True).print(a) for a in arrays_in(block.formula)}
        if value not in operands:
            yield from ((value, member.plain) for member in links(block, style)[:-1])


@pytest.mark.parametrize("command", TYPES)
def test_no_line_shows_the_array_that_it_leaves_open(command):
    """Not as the matrix that was read off, either."""
    for value, member in untold_lines(run(question(command, "hard", 0).problem), "hard"):
        assert value not in member


def test_no_line_shows_what_is_left_of_an_array_after_one_of_two_limits():
    problem = registry.find("gradient-clipping").load().of(grads="4,2", value="1")
    assert list(untold_lines(run(problem), "hard")) == [
        ("(1, 1)", "max(-V, min(V, g))"),
        ("(1, 1)", "max(-1, min(1, (4, 2)))"),
    ]


def test_a_polynomial_tells_neither_its_coefficients_nor_its_roots():
    problem = registry.find("hessian").load().of(loss="6*x**2 + y**2*9/2 + 3/2*z**2 + x*y", at="0,0,0")
    asked = question_with("hessian", problem.spelled)
    solution = run(asked.problem)
    assert {"m", "d"} <= solution.quantities.keys()
    text = page(asked, solution, with_blanks(solution, "hard"))
    polynomials = [line for line in text.splitlines() if line.startswith(r"p(\lambda) ")]
    assert len(polynomials) > 1
    assert not any(re.search(r"\d{2}", line.replace(r"\lambda^{3}", "")) for line in polynomials)
