"""Givens as they are copied from notes and programs: with names before values, and in other words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from solver.cli.app import run
from solver.domains.expressions import Expression
from solver.domains.labels import spelled_twice
from solver.mathematics.formula import Number, replace
from solver.mathematics.left_out_signs import variable_name
from tests.typed import problem_of

KNN = "knn --data 1,2,3 --query 1 --k 1 --labels"

SAME = {
    # names in front of values
    "adam --grads 'g = [1, 2]' --lr 'η = 0.1' --beta1 'β₁=0.8'": "adam --grads 1,2 --lr 0.1 --beta1 0.8",
    "norms --vector 'v = (3,-4,1)'": "norms --vector 3,-4,1",
    r"norms --vector '\vec{v} = (3,-4)'": "norms --vector 3,-4",
    "norms --vector 'v₁ = 3, v₂ = -4'": "norms --vector 3,-4",
    "eigen --matrix 'A := [2 1; 1 2]'": "eigen --matrix '2,1;1,2'",
    "kl --p 'P = [0.5,0.5]' --q 'Q <- c(0.9,0.1)'": "kl --p 0.5,0.5 --q 0.9,0.1",
    "k-means --data 'A=(1,1), B=(2,1), C=(8,9)' --centroids 'c1=(1,1), c2=(8,9)'": (
        "k-means --data '1,1;2,1;8,9' --centroids '1,1;8,9'"
    ),
    "forward --x 'x=1' --weights 'W^(1)=1' --weights 'W^(2)=2' --activations relu": (
        "forward --x 1 --weights 1 --weights 2 --activations relu"
    ),
    "normal --mean 'μ=1' --variance 'σ²=4' --below 'x=2'": "normal --mean 1 --variance 4 --below 2",
    "bayes --prevalence 'P(D)=0.01' --sensitivity 'P(+|D)=0.9' --specificity 0.95": (
        "bayes --prevalence 0.01 --sensitivity 0.9 --specificity 0.95"
    ),
    "conditional --joint 'P(A and B)=0.1' --condition 'P(B) = 1'": "conditional --joint 0.1 --condition 1",
    # labels
    f"{KNN} 'y = [0, 0, 1]'": f"{KNN} 0,0,1",
    f"{KNN} 'labels = a, a, b'": f"{KNN} a,a,b",
    f"{KNN} '“a”,„a“,‘b’'": f"{KNN} a,a,b",
    f"{KNN} '“a” “a” “b c”'": f"{KNN} 'a,a,b c'",
    f'{KNN} \'y <- factor(c("a","a","b"))\'': f"{KNN} a,a,b",
    f"{KNN} 'a a b'": f"{KNN} a,a,b",
    f"{KNN} 'don’t,do,do'": f"{KNN} 'don’t,do,do'",
    "logistic --x 1,2 --y '[True, False]'": "logistic --x 1,2 --y 1,0",
    # decimal commas where one number is wanted
    "adam --grads 1 --lr 0,01": "adam --grads 1 --lr 0.01",
    "binomial --n 10 --p 0,5": "binomial --n 10 --p 0.5",
    "normal --mean 0 --below 1,96": "normal --mean 0 --below 1.96",
    "neuron --x 1 --w 2 --b -0,5": "neuron --x 1 --w 2 --b -0.5",
    # points by names
    "autodiff --expression θ^2 --at θ=3": "autodiff --expression theta^2 --at theta=3",
    "autodiff --expression 'w₁ + w_2' --at 'w1=1, w_{2}=2'": "autodiff --expression w1+w2 --at w_1=1,w_2=2",
    "autodiff --expression 'w[0] + w[1]' --at 'w[0]=1, w[1]=2'": (
        "autodiff --expression w_0+w_1 --at w_0=1,w_1=2"
    ),
    "autodiff --expression x+y --at '(x, y) = (1, 2)'": "autodiff --expression x+y --at x=1,y=2",
    "autodiff --expression x+y --at \"{'x': 1, 'y': 2}\"": "autodiff --expression x+y --at x=1,y=2",
    "autodiff --expression x+y --at 'x=0,5; y=2'": "autodiff --expression x+y --at x=0.5,y=2",
    # equations
    "newton --root 'x^2 = 2' --w 1 --steps 1": "newton --root x^2-2 --w 1 --steps 1",
    "newton --root 'cos(x) = x' --w 1 --steps 1": "newton --root cos(x)-x --w 1 --steps 1",
    "newton --root '0 = x^2 - 2' --w 1 --steps 1": "newton --root x^2-2 --w 1 --steps 1",
    "newton --root 'y = x^2 - 2' --w 1 --steps 1": "newton --root x^2-2 --w 1 --steps 1",
    # words of programs
    f"{KNN} 0,0,1 --metric L1": f"{KNN} 0,0,1 --metric manhattan",
    f"{KNN} 0,0,1 --metric cityblock": f"{KNN} 0,0,1 --metric manhattan",
    f"{KNN} 0,0,1 --metric 'Euclidean distance'": f"{KNN} 0,0,1 --metric euclidean",
    "activation --function σ --x 1": "activation --function sigmoid --x 1",
    "activation --function 'leaky relu' --x 1": "activation --function leaky-relu --x 1",
    "loss --kind 'nn.MSELoss()' --y 1 --p 2": "loss --kind mse --y 1 --p 2",
    "loss --kind mean_squared_error --y 1 --p 2": "loss --kind mse --y 1 --p 2",
    "loss --kind BCEWithLogitsLoss --y 1 --p 2": "loss --kind bce --logits --y 1 --p 2",
    "loss --kind nn.CrossEntropyLoss --y 0 --p 2,1": "loss --kind categorical --logits --y 0 --p 2,1",
    "lr-schedule --kind StepLR --gamma 0.5 --every 2 --at 3": (
        "lr-schedule --kind step --gamma 0.5 --every 2 --at 3"
    ),
    "lr-schedule --kind CosineAnnealingLR --total 4 --at 3": "lr-schedule --kind cosine --total 4 --at 3",
    "hierarchical --data 1,2,5 --linkage 'complete linkage'": (
        "hierarchical --data 1,2,5 --linkage complete"
    ),
    "pool --input '1,2;3,4' --size 2 --mode nn.AvgPool2d": "pool --input '1,2;3,4' --size 2 --mode average",
    "cnn --layers 'Conv2D(4, 3, activation=\"relu\", input_shape=(8,8,1)), MaxPooling2D, Dense(10)'": (
        "cnn --layers 'input 8x8x1; conv 4@3; pool 2 max; fc 10'"
    ),
    "cnn --layers 'input 8x8x1; model.add(Conv2D(4, 3, 2, \"same\")); model.add(Dense(10))'": (
        "cnn --layers 'input 8x8x1; conv 4@3 s2 same; fc 10'"
    ),
    "cnn --layers 'keras.Input(shape=(8,8,1)); layers.Conv2D(4, 3)'": "cnn --layers 'input 8x8x1; conv 4@3'",
    "conv-size --input 'c(32,32)' --kernel 'k = 5'": "conv-size --input 32 --kernel 5",
    "joint --table 'rbind(c(0.1,0.2),c(0.3,0.4))'": "joint --table '0.1,0.2;0.3,0.4'",
    "cnn --layers 'input 8x8x2; nn.AdaptiveAvgPool2d(1); nn.Linear(1*2, 10)'": (
        "cnn --layers 'input 8x8x2; global avg pool; fc 10'"
    ),
}


@pytest.mark.parametrize(("typed", "plain"), SAME.items())
def test_what_is_copied_is_read_as_it_is_meant(typed, plain):
    assert problem_of(typed).worked.answers == problem_of(plain).worked.answers


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("xθ + θ²", "x*theta + theta^2"),
        ("2πxy", "2*pi*x*y"),
        ("aa + b", "a^2 + b"),
        ("log₂(x) + log₁₀(y)", "log2(x) + log10(y)"),
        ("log_e(x)", "ln(x)"),
        (r"\max\{0, x\} + max[1, y]", "max(0, x) + max(1, y)"),
        ("[x + {y - 1}]^2", "(x + (y - 1))^2"),
        ("x.pow(2) + (x + y).pow(3)", "x^2 + (x + y)^3"),
        ("np.square(x + 1) + torch.pow(y, 3) + x.exp()", "(x + 1)^2 + y^3 + exp(x)"),
        (r"\sqrt[3]{x} + \sigma(y)", "x^(1/3) + sigmoid(y)"),
        (r"\frac{x}{y} e^{-x}", "x/y*exp(-x)"),
    ],
)
def test_formulas_of_notes_and_programs(typed, plain):
    found, wanted = (Expression().read(text, "f") for text in (typed, plain))
    assert sorted(found.variables) == sorted(wanted.variables)
    values = {name: Number(Fraction(3 + place, 7)) for place, name in enumerate(wanted.variables)}
    numbers = [float(replace(read.formula, values).evaluate()) for read in (found, wanted)]
    assert numbers[0] == pytest.approx(numbers[1])


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("conv-params --input 32x32x3 --k 5 --f 16", "give --kernel or --filters"),
        ("momentum --grads 1,2 --alpha 0.9", "give --lr or --beta"),
        ("nesterov --loss x^2 --alpha 0.9", "give --lr or --beta"),
        ("perplexity --p 0.5,0.25,0.25", "give --distribution or --probabilities"),
    ],
)
def test_options_that_mean_two_things_ask_which(capsys, typed, words):
    assert run(typed.split()) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (["uniform", "[2,8]"], "uniform --a 2 --b 8"),
        (["uniform", "a=2", "b=8"], "uniform --a 2 --b 8"),
        (["confusion", "TP=5", "FP=1", "FN=2", "TN=10"], "confusion --tp 5 --fp 1 --fn 2 --tn 10"),
    ],
)
def test_values_without_options(capsys, typed, plain):
    assert run([*typed, "-f", "json"]) == 0
    shown = capsys.readouterr().out
    assert run([*plain.split(), "-f", "json"]) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize(
    ("labels", "twice"),
    [
        (("a", "b", "a"), None),
        (("Yes", "no", "yes"), ("Yes", "yes")),
        (("1", "0", "1.0"), ("1", "1.0")),
        (("True", "1"), ("True", "1")),
        (("+1", "-1", "−1"), ("-1", "−1")),
        (("t", "f", "True"), ("t", "True")),
        (("y", "x", "n"), None),
    ],
)
def test_a_class_that_is_spelled_twice(labels, twice):
    found = spelled_twice(labels)
    assert found is twice or set(found) == set(twice)


@pytest.mark.parametrize("typed", ["w1", "w_1", "w₁", "w_{1}", "w[1]"])
def test_one_variable_in_many_spellings(typed):
    assert variable_name(typed) == "w_1"
