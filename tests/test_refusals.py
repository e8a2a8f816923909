"""Input that is refused, each kind of it in one clear line that names what is wrong."""

from __future__ import annotations

import pytest

from solver.errors import InputError, ReadError
from solver.mathematics.parser import read_formula, read_number
from solver.mathematics.prose import paragraphs
from solver.record.engine import solve_problem
from tests.typed import problem_of


def grid(side):
    """A matrix of ones."""
    return ";".join([",".join("1" * side)] * side)


NETWORK = "--x 1,2 --weights '1,2;3,4' --weights 1,2"

PROBLEMS = {
    "lagrange --f x**2 --constraint 'x**2 + y**2 = 1' --sign sideways": "--sign must be",
    "lagrange --f sin(x)*y --constraint 'x + y = 2'": "must be a polynomial with fractions as coefficients",
    "lagrange --f 3 --constraint 'x + y = 2'": "must",
    "lagrange --f x**2+2*x*y+y**2 --constraint 'x + y = 2'": "at infinitely many points of the constraint",
    "receptive-field --layers 'conv 200 s200; conv 200 s200; conv 200 s200'": "must lead to a field of at",
    f"im2col --input '{grid(16)}' --kernel '{grid(8)}'": "--input must lead to a matrix of at most 600",
    f"transposed-conv --input '{grid(12)}' --kernel '1,1;1,1' --stride 4": "--input must lead to at most",
    "lagrange --f x**3+x*y --constraint 'x**2+y**2 = 2'": "that can be written with square roots",
    "lagrange --f x**2*y**2 --constraint 'x - y**2 = 0'": "must grow or fall in every direction",
    "lagrange --f x**4+y**4+z**4 --constraint 'x + y + z = 3'": "of degree 1 to 3, got 'degree 4'",
    "lagrange --f x*y --constraint 'y = 2'": "must be stationary at some real point of the constraint",
    "confusion --actual a,b,a --predicted a,b,b --positive c": "--positive must be one of the classes: a, b",
    "confusion --tp 4 --fp 1 --fn 5": "--tn is missing: --tp, --fp, --fn and --tn go together",
    "confusion --matrix '1,2'": "--matrix must have a row and a column for each of two or more classes",
    "confusion --matrix 3": "--matrix must have a row and a column for each of two or more classes",
    "confusion --tp 0 --fp 0 --fn 0 --tn 0": "has no samples",
    "confusion --predicted a,b": "--actual is missing: --actual and --predicted go together",
    "confusion --actual a,b": "--predicted is missing: --actual and --predicted go together",
    "confusion --actual a,b,a --predicted a,b": "--predicted must have as many entries as --actual, 3",
    "confusion --actual a,a --predicted a,a": "--actual must have two classes",
    "confusion --actual 1,0,1 --predicted 1.0,0.0,1.0": "spell a class in one way: 1, got '1.0'",
    "confusion --actual Yes,no --predicted yes,no": "spell a class in one way: Yes, got 'yes'",
    "roc --actual 1,0,+1 --scores 0.9,0.3,0.5": "spell a class in one way: 1, got '+1'",
    "confusion --actual True,False --predicted 1,0": "spell a class in one way: True, got '1'",
    "confusion --actual y,n --predicted yes,n": "spell a class in one way: y",
    "confusion --actual 1,0 --predicted 0.9,0.2": "--predicted must be labels; scores are what roc takes",
    "knn --data 1,2,3 --labels Yes,yes,no --query 1 --k 1": "--labels must spell a class in one way: Yes",
    "knn --data 1,2,3 --labels True,1,0 --query 1 --k 1": "--labels must spell a class in one way: True",
    "knn --data 1,2,3 --labels a,a,b, --query 1 --k 1": "a label is missing behind the last comma",
    "knn --data 1,2,3 --labels a=1,b=2,c=3 --query 1 --k 1": "labels have no equals sign",
    "knn --data 1,2,3 --labels '[a,b,c' --query 1 --k 1": "a bracket stands alone",
    "information-gain --labels y,n --feature Sun,sun": "--feature must spell a class in one way: Sun",
    "naive-bayes --table 'a,b;A,c' --labels y,n --query a,b": "--table must spell a value in one way: a",
    "naive-bayes --table 'a,b;c,c' --labels y,n --query A,b": "--query must spell a value in one way: a",
    "adam --grads 1 --lr beta1=0.1": "--lr goes by the name of --beta1",
    "normal --mean 100 --sd 'σ²=225' --below 130": "--sd goes by the name of --variance",
    "forward --x 1 --weights W2=1 --weights W1=2 --activations relu": "must be given in the order of its",
    "adam --grads 1 --lr 1,000": "it may be 1.000 or 1000",
    "split --samples 1.000 --shares 0.7,0.3": "it may be 1 or 1000",
    "adam --grads '-0,5'": "decimals have a point, -0.5",
    "softmax --logits '0,5;0,25'": "decimals have a point",
    "entropy --p '0,5 0,25 0,25'": "commas and blanks both separate",
    "adam --grads '1,2 3,4'": "commas and blanks both separate",
    "norms --vector '3 - 4'": "commas separate them",
    "norms --vector 1,2,": "a number is missing behind the last comma",
    "entropy --p 0.25x4": "commas separate them",
    "determinant --matrix '1,0x10;2,3'": "numbers have ten digits",
    "hessian --loss ab": "ab may be a product or one variable: write a*b or a_b at character 1",
    "hessian --loss xtheta": "xtheta is unclear: a product is x*theta",
    "hessian --loss 'x2 + x'": "x2 may be x^2 or x_2: write one of them",
    "hessian --loss x^1/2": "write x^(1/2)",
    "hessian --loss 0,5*x": "decimals have a point, 0.5",
    "hessian --loss 'x^2 = 2'": "no equation is wanted here",
    "hessian --loss '‖x‖'": "for a norm the square root of a sum of squares",
    "cnn --layers 'input 8; Dense()'": "needs the number of its units",
    "loss --kind NLLLoss --y 0 --p 0.8,0.2": "--kind must be one of",
    "lr-schedule --kind LinearLR --total 10 --at 5": "--kind must be one of",
    "k-means --data '1,2,3,4,5,6,7,8,9;1,2,3,4,5,6,7,8,8' --centroids '1,2'": "--data must have at most",
    "eigen --matrix '1.2345678901234567,2;3,4'": "--matrix must have entries of at most 15 digits",
    "matrices --a 'sqrt(2),2,3,4;1,2,3,4;1,2,3,5;1,1,3,4'": "must have fractions or decimal numbers beyond 3",
    "matrices --a '1,2;3,4' --b '1,2;3,4;5,6'": "must be 2 by 2 for a sum, or have 2 rows for a product",
    "forward --x 1,2 --weights '1,2,3' --activations relu": "--weights must have 2 columns in W",
    f"forward {NETWORK} --activations relu,relu,relu": "--activations must be one for all, or 2, got '3'",
    f"forward {NETWORK} --activations softmax,relu": "--activations may be softmax in the last layer only",
    f"forward {NETWORK} --biases 1,2 --activations relu": "--biases must come once a layer, 2, got '1'",
    f"forward {NETWORK} --biases 1,2 --biases 1,2 --activations relu": "--biases must be 1 numbers in b_2",
    "backprop --x 1 --weights '1;2' --activations softmax --y 0,1 --loss se": "--loss must be ce where the",
    "backprop --x 1 --weights '1;2' --activations relu --y 0,1 --loss ce": "--loss may be ce only where",
    "backprop --x 1 --weights '1;2' --activations sigmoid --y 0,2 --loss ce": "--y must be from 0 to 1 where",
    "backprop --x 1 --weights '1;2' --activations softmax --y 1,1 --loss ce": "that sum to 1 behind a",
    "backprop --x 1 --weights '1;2' --activations relu --y 1,1 --freeze-biases": "has no biases to freeze",
    "adam --grads 0.3 --w x=1": "--w may name its weights where --loss does",
    "adam --grads 0.3 --epsilon-hat --epsilon-inside": "--epsilon-hat goes without --epsilon-inside",
    "momentum --grads 0.3 --dampening 0.5": "--dampening goes with --form pytorch",
    "newton --w 1 --steps 1": "--loss or --root must be given, and only one of them",
    "gate --gate and --w 1,1 --no-bias --bias-input -1": "--no-bias goes without --bias-input",
    "gate --gate and --w 1,1 --no-bias --b 1": "--no-bias goes without --b",
    "gate --gate and --w 1,1,1": "two numbers, one for each input",
    "bayes --priors 0.1,0.9 --prevalence 0.1 --likelihoods 0.8,0.1": "--priors or --prevalence must be given",
    "bayes --likelihoods 0.8,0.1": "--priors or --prevalence must be given",
    "bayes --prevalence 0.1 --sensitivity 0.9 --specificity 0.9 --false-positive-rate 0.1": "goes without",
    "bayes --prevalence 0.1 --sensitivity 0.9": "--specificity or --false-positive-rate is missing",
    "bayes --prevalence 0.1 --likelihoods 0.9,0.1 --specificity 0.9": "--specificity goes with --sensitivity",
    "autodiff --expression foo(x) --at 1": "foo is no function that is known",
    "bayes --priors 0.1,0.9 --likelihoods 0.8,0.1,0.2": "--likelihoods must be as many as the priors, 2",
    "bayes --priors 0.1,0.9 --likelihoods 0.8,0.1 --hypotheses a,b,c": "--hypotheses must be as many as the",
    "attention --q 1,0 --k 1,1 --v 1 --causal --mask 1": "--causal goes without --mask",
    "attention --q '1,0;0,1' --k '1,1;0,1' --v '1;2' --mask '0,0;1,1'": "--mask must let each query see a",
    "attention --q '1,0;0,1' --k '1,1;0,1' --v '1;2' --mask '1,1'": "--mask must be 2 by 2: a row for each",
    "attention --q '1,0' --k '1,1,1' --v 1": "--k must be as wide as the queries, 2 numbers in a row, got",
    "attention --q '1,0' --k '1,1' --v '1;2'": "--v must have a row for each of the 1 keys, got '2'",
    "conv-size --input 5x5 --kernel 3 --dimensions 3": "--dimensions must be left out, or as many as",
    "feature-map --input '1,2;3,4' --kernel '1,0;0,1' --bias 1,2": "--bias must be one number, one per",
    "feature-map --input '1,2;3,4|1,2;3,4' --kernel '1,0;0,1'": "--kernel must have as many channels as the",
    "feature-map --input '1,2;3,4' --kernel '1,0;0,1' --kernel 1": "--kernel must have one size for all",
    "pool --input '1,2;3,4' --size 2 --padding 2": "--padding must be at most half the window, got '2x2'",
    "pool --input '1,2;3,4' --mode global-max --size 2": "--size must be left out with global-max",
    "pool --input '1,2;3,4'": "--size is missing: max needs the size of the window",
    "pool --input '1,2;3,4' --size 3": "--size must fit into the padded input, got '3x3 in 2x2'",
    "pool --input '1,2;3,4|1' --size 1": "--input must have channels of one size, got 'channel 2 of 1x1'",
    "pool --input '1|1|1|1|1|1|1|1|1' --size 1": "up to 8 of them separated by |, got '9 channels'",
    "confusion --rows predicted": "wants --actual with --predicted, or --tp, --fp, --fn and --tn",
    "k-fold --samples 3 --k 5": "--k must be at most the 3 samples, got '5'",
    "pca --data '1,2;1,2'": "--data must be samples in rows, at least two, that are not all the same",
    "pca --data '1,2'": "--data must be samples in rows, at least two, that are not all the same",
    "pca --data '1,2;1,3' --standardize": "--data must vary in every column, to be divided by standard",
    "pca --data '1,2;3,5;4,4' --components 3": "--components must be at most 2, as many as the features",
    "loss --y 2 --p 0.5 --kind bce": "--y must be from 0 to 1 for bce",
    "xor --w '1,1;1,1'": "--b is missing: --w, --b, --v and --c go together",
    "xor --w '1,1;1,1' --b 0,1,2 --v 1,1 --c 0": "--b must be one for each of the 2 hidden units, got '3'",
    "xor --w '1,1;1,1' --b 0,1 --v 1 --c 0": "--v must be one for each of the 2 hidden units, got '1'",
    "binomial --n n --p 0.5 --k 1": "--n must be a number where an event is asked for",
    "conditional --joint 0.1 --condition 0.5 --a X --b X": "--b must differ from the other names, got 'X'",
    "bayes --priors 0.5,0.5 --likelihoods 0.5,0.4 --hypotheses a,b --evidence a": "--evidence must differ",
    "bptt --x 1 --w 1 --u 1 --target 1 --c0 1": "--c0 goes with --cell lstm",
    "adam --loss x*y --w x=1,z=2 --steps 1": "--w must name each weight of the loss once: x, y, got 'x, z'",
    "autodiff --expression x*y --at x=1": "--at must name each variable once: x, y, got 'x'",
    "cnn --layers 'input 4x4x1; pool 2 p2'": "layer 1: the padding must be at most half the window",
    "cnn --layers 'input 2x2x1; conv 1@5'": "the window does not fit into the padded input, 5x5 in 2x2",
    "cnn --layers 'input 4x4x1; conv 1@3 s2 s2'": "unusable layer 1: s is given twice",
    "cnn --layers 'input 4x4x1;; fc 2'": "unusable layer 1: it is empty",
    "cnn --layers 'input 4x4x1; conv 1@3 same valid'": "unusable layer 1: same and valid exclude each other",
    "cnn --layers 'input 4x4x1; conv 1@3 p0 same'": "unusable layer 1: p0 and same exclude each other",
    "cnn --layers 'input 4x4x1; pool 2 p1 valid'": "unusable layer 1: p1 and valid exclude each other",
    "receptive-field --layers 'conv 3; conv 3 p1 same'": "unusable layer 2: p1 and same exclude each other",
    "cnn --layers 'input 8x8x1; conv'": "unusable layer 1: conv needs filters and kernel, such as 16@3x3",
    "cnn --layers 'input 8x8x1; fc'": "unusable layer 1: fc needs the number of its units, such as 10",
    f"cnn --layers 'input 8x8x1; fc {'5 ' * 150}'": "unusable layer 1: it has more than 200 characters",
    "cnn --layers 'input 1000x1000x1; fc 1000; fc 10'": "parameters, got '1,000,001,000 up to layer 1'",
}


@pytest.mark.parametrize(("line", "words"), PROBLEMS.items())
def test_a_problem_is_refused_in_one_line(line, words):
    with pytest.raises(InputError) as refused:
        solve_problem(problem_of(line))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (r"\begin{pmatrix}1&2\\3\end{pmatrix}", "has rows of different lengths"),
        (r"\|x+y\|_2", "has a norm with an index around more than a name before this"),
        (r"\sum_{2=1}^{n} x", "needs the index of a sum here"),
        (r"\sum_{ij=1}^{n} x", "needs the index of a sum here"),
        ("1" * 500, "a number of more than"),
        (r"\hat{3}", "needs a name here"),
        (r"\mathbf{\frac}", "needs a name here"),
        ("x_|2|", "needs an index here"),
        ("x_{a(}", "has no such index"),
        (r"x_{\text{a b}}", "has an index of more than names and numbers before this"),
        ("(a+b", "needs ) here"),
        (r"\frac{1", "needs } here"),
        ("a+", "ends too soon"),
        (r"\foo x", r"has \foo, which is not known"),
        (r"\begin{align}x\end{align}", "is not known"),
    ],
)
def test_a_formula_in_a_text_is_refused_where_it_is_wrong(typed, words):
    with pytest.raises((InputError, ReadError)) as refused:
        paragraphs(f"Of ${typed}$.")
    assert words in str(refused.value)


def test_a_factorial_of_a_variable_is_refused():
    with pytest.raises(ReadError, match="a factorial must be of a number"):
        read_formula("x!", ("x",))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2.5!", "a factorial must be of a whole number up to"),
        ("999!", "a factorial must be of a whole number up to"),
        ("1e9999999", "an exponent beyond"),
        ("1e99999", "an exponent beyond"),
        ("(" * 150 + "1" + ")" * 150, "nested too deep"),
        ("1+", "a number is missing"),
    ],
)
def test_a_number_is_refused_where_it_is_wrong(typed, words):
    with pytest.raises(ReadError, match=words):
        read_number(typed)
