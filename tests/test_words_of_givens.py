"""What questions, mistakes and sentences say follows from the givens: a word of one convention, of one branch
or of one event is not said of the other.
"""

from __future__ import annotations

from itertools import chain

import pytest

from solver.record.engine import run, solve_problem
from solver.rendering.templates import render
from tests import remarks_by_givens, words_by_givens
from tests.typed import problem_of
from tests.worded import words_of


def said(problem):
    """All words of a problem and its solution, the formulas in them apart."""
    steps = run(problem).steps
    sentences = (block.phrase for step in steps for block in step.blocks if block.kind == "sentence")
    worked = chain(chain.from_iterable((step.title, step.reason) for step in steps), sentences)
    about = map(problem.told, (problem.stem, problem.idea, problem.sanity))
    texts = (*problem.questions, *about, *problem.told_mistakes.values())
    return "\n".join((*texts, *map(words_of, worked)))


TABLES = (*words_by_givens.ALL, *remarks_by_givens.ALL)
CASES = [(line, *case) for table in TABLES for line, cases in table.items() for case in cases]


def name_of(case):
    return f"{case[0].partition(' ')[0]}: {case[3] or case[2]}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_words_follow_from_the_givens(case):
    line, other, words, others = case
    first = said(problem_of(line))
    second = said(problem_of(f"{line} {other[2:]}" if other.startswith("+ ") else other))
    assert words in first
    assert others in second
    assert not words or words not in second
    assert not others or others not in first


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("conv-params --input 9x9x3 --filters 6 --kernel 3", "w = f*f*c = 3*3*3 = 27"),
        ("conv-params --input 9x9x3 --filters 6 --kernel 3 --groups 3", "w = f*f*(c/g) = 3*3*(3/3)"),
        ("logsumexp --x 100,2", "e^m is, so that the sum as it stands would overflow"),
        (
            "conv-size --input 10 --kernel 3 --padding same",
            "padding, 1, lies before the input and the rest, 1,",
        ),
        ("fft-conv --x 1,2,3 --kernel 1,-1", "entry j is multiplied by e^(-2*pi*i*j*k/N) for frequency k"),
        (
            "fft-conv --x 1,2,3 --kernel 1,-1",
            "by frequency: (a + i*b)*(c + i*d), where the square of i is minus",
        ),
        ("fft-conv --x 1,2,3 --kernel 1,-1", "the spectrum at N - k is the conjugate of that at k."),
        ("gan --data 0.5,0.5 --generator 0.25,0.75", "The value is twice the divergence, less 2*log(2)."),
        ("entropy --p 1,0", "Where p_i is 0, the term p_i*log2(p_i) counts as 0"),
        ("entropy --p 1,0", "x*log2(x) goes to 0 as x goes to 0"),
        ("logistic --x 1;2 --y 1,0 --w 0 --b 0", "logarithm of p for label 1 and of 1 - p for label 0."),
        (
            "svm --x 1,1;2,3 --y -1,1 --w 1,1 --b 0 --lr 0.5",
            "adds -y times its input, and -y to that by the bias",
        ),
        (
            "eigen --matrix 1,2;5,4",
            "A*x = lambda*x has a solution other than 0 just where A - lambda*I has the",
        ),
        ("activation --function elu --x -1", "below 0 it bends toward -alpha."),
        ("init --kind he-uniform --fan-in 9", "A uniform distribution from -b to b has the variance b^2/3."),
        ("softmax --logits 1,2", "p_i*(1 - p_i) by its own logit, and -p_i*p_j by another one."),
        ("softmax --logits 1,100", "The factor e^(-z_2) cancels in the quotient."),
        ("vanishing-gradient --activation tanh --depth 3", "is larger than that at z = 0."),
        (
            "lr-schedule --kind exponential --gamma 0.5 --at 5 --lr 1 --warmup 3",
            "Before step N the rate is eta*t/N",
        ),
        ("lr-schedule --kind exponential --gamma 0.5 --at 5 --lr 1 --warmup 3", "it is eta*gamma^(t - N)."),
        ("lr-schedule --kind inverse-time --decay 0.5 --at 5 --lr 1", "At step t the rate is eta/(1 + k*t)."),
        ("neuron --x 1 --w 2 --activation step", "gives 1 where z >= theta and 0 elsewhere; here theta = 0."),
        ("neuron --x 1 --w 2 --activation step --compare gt", "gives 1 where z > theta and 0 elsewhere"),
        ("joint --table 0.1,0.2;0.3,0.4 --given-row 2", "divided by their sum, r_2, they sum to 1 again."),
        (
            "attention --q 1,0 --k 1,1 --v 1",
            "with each key, divided by sqrt(d); d is the number of entries of a key.",
        ),
        ("lstm --x 1 --wf 1,1 --wi 1,1 --wc 1,1 --wo 1,1", "It starts from h_0 = 0 and C_0 = 0."),
        ("lstm --x 1 --wf 1,1 --wi 1,1 --wc 1,1 --wo 1,1 --h0 1", "It starts from C_0 = 0."),
        ("deep-rnn --x 1 --w '1|1' --u '1|1'", "It starts from h^(2)_0 = 0."),
        ("seq2seq --x 1 --w 1 --u 1 --w-dec 1,1 --u-dec 1 --output-weights '1;2' --teacher 1", "h_0 = 0."),
        ("echo-state --x '1;2' --w-in '1;1' --w '0,-1;1,0'", "whose square is their product s_2."),
    ],
)
def test_formulas_stand_in_the_words(line, words):
    """As mathematics has them: the formulas here are those of textbooks."""
    assert words in " ".join(render(solve_problem(problem_of(line)), "text").split())
