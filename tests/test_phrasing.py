"""Command lines as people type them, read as the options that a problem type has."""

from __future__ import annotations

import json
import shlex

import pytest

from solver import registry
from solver.cli.app import run
from solver.cli.catalog import GivenOption, given_options, names_of
from solver.cli.phrasing import Vocabulary
from solver.errors import InputError
from solver.givens.declarations import RATE_NAMES
from solver.givens.parameters import joint_names, parameters

ENTRIES = list(registry.entries().values())
by_type = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.command)


def solved(capsys, line):
    """What is printed of a command line, its answers alone."""
    status = run([*shlex.split(line), "--brief"])
    shown = capsys.readouterr()
    assert status == 0, shown.err
    return shown.out


def refused(capsys, line):
    assert run(shlex.split(line)) == 2, line
    return capsys.readouterr().err


def reads(given, text):
    try:
        given.read(text)
    except InputError:
        return False
    return True


def vocabulary(entry):
    options = given_options(entry)
    return Vocabulary(options, names_of(options), entry.load().unclear)


SAME = {
    "what stands before all options": [
        ("determinant '1,2;3,4'", "determinant --matrix '1,2;3,4'"),
        ("eigen [[2,1],[1,2]]", "eigen --matrix '2,1;1,2'"),
        ("inverse '1 2; 3 4'", "inverse --matrix '1,2;3,4'"),
        ("entropy 0.5 0.25 0.25", "entropy --p 0.5,0.25,0.25"),
        ("softmax -1 2", "softmax --logits=-1,2"),
        ("vectors 1,2 3,4", "vectors --a 1,2 --b 3,4"),
        ("matrices '1,2;3,4' '0,1;1,0'", "matrices --a '1,2;3,4' --b '0,1;1,0'"),
        ("k-fold 10 5", "k-fold --samples 10 --k 5"),
        ("jacobian 'x*y; x+y' 'x=1,y=2'", "jacobian --functions 'x*y; x+y' --at x=1,y=2"),
        ("hessian 'x^2*y' --at 1,2", "hessian --loss 'x^2*y' --at 1,2"),
        ("gate AND --w 1,1 --b -1.5", "gate --gate and --w 1,1 --b -1.5"),
        ("loss mae --y 1,2 --p 2,4", "loss --kind mae --y 1,2 --p 2,4"),
        ("activation relu -1 2", "activation --function relu --x=-1,2"),
        ("gradient-descent x^2 --x 5 --steps 1", "gradient-descent --loss x^2 --w 5 --steps 1"),
    ],
    "a choice in place of its option": [
        ("kl --p 0.5,0.5 --q 0.1,0.9 --nats", "kl --p 0.5,0.5 --q 0.1,0.9 --base e"),
        ("entropy --p 0.5,0.5 --bits", "entropy --p 0.5,0.5 --base 2"),
        ("pool --input '1,3;2,4' --size 2 --max", "pool --input '1,3;2,4' --size 2 --mode max"),
        (
            "information-gain --labels a,b,a --feature x,x,y --gini",
            "information-gain --labels a,b,a --feature x,x,y --measure gini",
        ),
        ("mle --poisson --data 2,0,1", "mle --distribution poisson --data 2,0,1"),
        ("hierarchical --data '1,1;2,3;9,9' --ward", "hierarchical --data '1,1;2,3;9,9' --linkage ward"),
    ],
    "a switch with its state": [
        (
            "conv-params --input 8x8x3 --filters 2 --kernel 3 --bias",
            "conv-params --input 8x8x3 --filters 2 --kernel 3",
        ),
        (
            "conv-params --input 8x8x3 --filters 2 --kernel 3 --bias false",
            "conv-params --input 8x8x3 --filters 2 --kernel 3 --no-bias",
        ),
        (
            "rnn-params --cell gru --inputs 3 --units 2 --use-bias=False",
            "rnn-params --cell gru --inputs 3 --units 2 --no-bias",
        ),
        ("attention --q 1,0 --k 1,0 --v 1,2 --no-causal", "attention --q 1,0 --k 1,0 --v 1,2"),
        ("attention --q 1,0 --k 1,0 --v 1,2 --scale no", "attention --q 1,0 --k 1,0 --v 1,2 --unscaled"),
    ],
    "words of programs and of notes": [
        ("activation F.leaky_relu --x 1,-1", "activation --function leaky-relu --x 1,-1"),
        ("activation 'nn.ReLU()' 1", "activation --function relu --x 1"),
        ("neuron --x 1 --w 2 --activation torch.tanh", "neuron --x 1 --w 2 --activation tanh"),
        ("linear-system '2x + y = 3; x - y = 0'", "linear-system --equations '2*x + y = 3; x - y = 0'"),
        (
            "continuous-information --p 'Exp(2)' --q 'N(0, 1)'",
            "continuous-information --p 'exponential(2)' --q 'normal(0,1)'",
        ),
        ("continuous-information 'U(0,2)'", "continuous-information --p 'uniform(0,2)'"),
        (
            "confusion --actual 'cat dog cat' --predicted 'cat cat cat'",
            "confusion --actual cat,dog,cat --predicted cat,cat,cat",
        ),
        (
            "information-gain --labels 'y n n' --feature 'a b b'",
            "information-gain --labels y,n,n --feature a,b,b",
        ),
        (
            "knn --data '1;2;3' --labels 'A A B' --query 2 --k 1",
            "knn --data '1;2;3' --labels A,A,B --query 2 --k 1",
        ),
        (
            "cnn --input 9x9x3 --layers 'Conv2D(2, (3,5), strides=(2,1))'",
            "cnn --layers 'input 9x9x3; conv 2@3x5 s2x1'",
        ),
        (
            "cnn --input 9x9x3 --layers 'Conv2d(3, 2, 3), BatchNorm2d(num_features=2, eps=1e-5), Flatten()'",
            "cnn --layers 'input 9x9x3; conv 2@3; bn; flatten'",
        ),
        ("receptive-field 'conv3x3, maxpool2x2, conv3'", "receptive-field --layers 'conv 3; pool 2; conv 3'"),
    ],
    "a coordinate each": [
        ("jacobian --f 'x^2*y; x+y' --x 1 --y 2", "jacobian --functions 'x^2*y; x+y' --at x=1,y=2"),
        ("autodiff --f 'x*y' --y 3 --x 2", "autodiff --expression 'x*y' --at 2,3"),
        ("hessian --f 'x^2*y' --x 1 --y 2", "hessian --loss 'x^2*y' --at 1,2"),
        ("numerical-gradient --f 'x^2+y' --x 3 --y 1", "numerical-gradient --loss 'x^2+y' --at 3,1"),
        ("adam --loss 'w1^2+w2' --w1 1 --w2 2 --steps 1", "adam --loss 'w1^2+w2' --w 1,2 --steps 1"),
        ("bfgs --loss 'w^2+2*b^2' --w 1 --b 2", "bfgs --loss 'w^2+2*b^2' --w 1,2"),
    ],
    "several givens in columns": [
        ("adam --grads 1,2 --betas 0.8,0.9", "adam --grads 1,2 --beta1 0.8 --beta2 0.9"),
        ("adamax --grads 1,2 --betas '(0.8, 0.9)'", "adamax --grads 1,2 --beta1 0.8 --beta2 0.9"),
        ("least-squares --points '(1,2) (2,3) (3,5)'", "least-squares --x 1,2,3 --y 2,3,5"),
        ("sgd --data '[[1,2],[2,4]]'", "sgd --x 1,2 --y 2,4"),
        ("sgd --data 1,2 --y 2,4", "sgd --x 1,2 --y 2,4"),
        ("linear-system --augmented '1,2,5;3,4,6'", "linear-system --a '1,2;3,4' --b 5,6"),
        ("perceptron --data '0,0,0;0,1,1;1,0,1;1,1,1'", "perceptron --gate or"),
        ("separable --points '0,0;1,1' --labels 0,1", "separable --x '0,0;1,1' --y 0,1"),
        ("uniform --interval 0,4", "uniform --a 0 --b 4"),
    ],
    "numbered options": [
        (
            "forward --x 1,2 --w2 1,1 --w1 '1,0;0,1' --b1 0,1 --b2 1 --activations relu,linear",
            "forward --x 1,2 --w '1,0;0,1' --w 1,1 --b 0,1 --b 1 --activations relu,linear",
        ),
        ("deep-rnn --x '1;2' --w1 1 --u1 2 --w2 3 --u2 4", "deep-rnn --x '1;2' --w '1|3' --u '2|4'"),
        ("jacobian --f1 x*y --f2 x+y --at 1,2", "jacobian --functions 'x*y; x+y' --at 1,2"),
        ("jacobian --f x*y --f x+y --at 1,2", "jacobian --functions 'x*y; x+y' --at 1,2"),
    ],
    "words that a shell has taken apart": [
        ("tf-idf --documents 'the cat' 'a dog'", "tf-idf --documents 'the cat; a dog'"),
        ("determinant --matrix '1 2' '3 4'", "determinant --matrix '1,2;3,4'"),
        ("confusion --actual a b a --predicted a a b", "confusion --actual a,b,a --predicted a,a,b"),
        (
            "forward --x 1,2 --w '1,0;0,1' '1,1' --activations relu,linear",
            "forward --x 1,2 --w '1,0;0,1' --w '1,1' --activations relu,linear",
        ),
    ],
    "greek letters": [
        ("adam --grads 1,2 --η 0.1 --β1 0.8 --β₂ 0.9", "adam --grads 1,2 --lr 0.1 --beta1 0.8 --beta2 0.9"),
        ("poisson --λ 3 --k 2", "poisson --rate 3 --k 2"),
    ],
    "one number a step": [
        ("rnn --x 1,2 --w 0.5 --u 0.1", "rnn --x '1;2' --w 0.5 --u 0.1"),
        ("bptt --x 1,2 --w 0.5 --u 0.1 --target 1,0", "bptt --x '1;2' --w 0.5 --u 0.1 --target '1;0'"),
        (
            "lstm --x 1,2 --wf 1,1 --wi 1,1 --wc 1,1 --wo 1,1",
            "lstm --x '1;2' --wf 1,1 --wi 1,1 --wc 1,1 --wo 1,1",
        ),
        (
            "echo-state --x 1,2 --w-in 1 --w 0.5 --target 1,0",
            "echo-state --x '1;2' --w-in 1 --w 0.5 --target '1;0'",
        ),
    ],
    "weights of the input and of the state apart": [
        ("gru --x 1 --wz 1 --uz 2 --wr 3 --ur 4 --wh 5 --uh 6", "gru --x 1 --wz 2,1 --wr 4,3 --wh 6,5"),
        (
            "gru --x 1 --order xh --wz 1 --uz 2 --wr 3 --ur 4 --wh 5 --uh 6",
            "gru --x 1 --order xh --wz 1,2 --wr 3,4 --wh 5,6",
        ),
    ],
    "one given told by others": [
        ("mlp-params --inputs 784 --hidden 128,64 --outputs 10", "mlp-params --layers 784,128,64,10"),
        ("split --samples 100 --train 0.6 --val 0.2 --test 0.2", "split --samples 100 --shares 0.6,0.2,0.2"),
        ("split --samples 100 --ratio 80:20", "split --samples 100 --shares 0.8,0.2"),
        ("split --samples 100 --shares 70,15,15", "split --samples 100 --shares 0.7,0.15,0.15"),
        ("split --samples 100 --shares 3/4", "split --samples 100 --shares 0.75,0.25"),
        ("k-means --data '1,1;2,1;8,9;9,9' --k 2", "k-means --data '1,1;2,1;8,9;9,9' --centroids '1,1;2,1'"),
        ("receptive-field --kernels 3,3 --strides 1,2", "receptive-field --layers 'conv 3; conv 3 s2'"),
        ("cnn --input 8x8x3 --layers 'conv 4@3; fc 2'", "cnn --layers 'input 8x8x3; conv 4@3; fc 2'"),
        ("mle --heads 7 --tails 3", "mle --distribution bernoulli --heads 7 --tails 3"),
        ("svm --positive '1,1;2,2' --negative=-1,-1", "svm --x '1,1;2,2;-1,-1' --y 1,1,-1"),
        ("attention --x '1,0;0,1'", "attention --q '1,0;0,1' --k '1,0;0,1' --v '1,0;0,1'"),
        ("linear-system --equations 'x+2y=5; 3x+4y=6'", "linear-system --a '1,2;3,4' --b 5,6"),
        (
            "recursive --tree '((a b) c)' --vectors 'c=1;a=2;b=3' --w 1,1",
            "recursive --tree '((a b) c)' --vectors '2;3;1' --w 1,1",
        ),
        (
            "bayes --prior 0.01 --likelihood 0.9 --false-positive 0.1",
            "bayes --prevalence 0.01 --sensitivity 0.9 --specificity 0.9",
        ),
    ],
    "formulas as books print them": [
        ("hessian --f 'f(x,y) = x^3 + y^3 - 3xy' --at 1,2", "hessian --loss 'x^3 + y^3 - 3*x*y' --at 1,2"),
        ("hessian --f 'f(y,x) = x^3 + y' --at 1,2", "hessian --loss 'y + x^3' --at y=1,x=2"),
        ("hessian --f 'x^2 + xy + y^2'", "hessian --loss 'x^2 + x*y + y^2'"),
        ("lagrange --f xy --constraint 'g(x,y) = x + y - 4 = 0'", "lagrange --f x*y --constraint x+y=4"),
        ("jacobian --f '[x^2 y, 5x + sin y]' --at 1,0", "jacobian --functions 'x^2*y; 5*x+sin(y)' --at 1,0"),
        ("autodiff --f 'ln(x1) + x1 x2' --at 2,5", "autodiff --expression 'ln(x1) + x1*x2' --at 2,5"),
        ("newton --loss 'L = (w-3)^2' --w 1", "newton --loss '(w-3)^2' --w 1"),
        ("autodiff --f 'e^(-x) + 2e^x' --at 1", "autodiff --expression 'exp(-x) + 2*exp(x)' --at 1"),
        ("autodiff 'tanh(w x + b)' --w 1 --x 2 --b 0", "autodiff --expression 'tanh(w*x + b)' --at 1,2,0"),
    ],
}


@pytest.mark.parametrize(("typed", "meant"), [pair for pairs in SAME.values() for pair in pairs])
def test_it_is_the_same(capsys, typed, meant):
    assert solved(capsys, typed) == solved(capsys, meant)


REFUSED = [
    ("rmsprop --grads 1 --alpha 0.9", "give --lr or --beta"),
    ("l2 --w 1 --weight-decay 0.1", "--strength with --half"),
    ("newton --f x^2-2 --w 1", "give --loss for the one or --root for the other"),
    ("gradient-clipping --grads 3,4 --threshold 1", "give --value or --norm"),
    ("lr-schedule --kind exponential --decay-rate 0.9 --at 1", "--gamma with --every"),
    ("normal 0 1 --x 0", "each needs one of its own: --below, --above, --between, --mean, --sd"),
    ("norms 3,4", "stands behind no option; try: --vector"),
    ("binomial 10 0.5 3", "each needs one of its own: --k, --at-most"),
    ("least-squares 1,2,3 2,4,5", "each needs one of its own: --design, --x, --y"),
    ("rnn --x 1 --w 1 --u 1 --relu", "--relu may be meant for --activation or --output-activation"),
    ("k-means --data '1,1;2,2'", "--centroids or --k, which takes the first samples"),
    ("check entropy 1.5 --p 0.5,0.5", "stands behind no option"),
    ("kl --p 0.5,0.5 --q 0.1,0.9 --base 2 --nats", "is given twice"),
    ("adam --grads 1 --lr 0.1 --eta 0.2", "--eta is --lr, which is given as well"),
    ("adam --grads 1 --loz 2", "--loz is no option here; the givens are --grads, --loss"),
    ("forward --x 1 --w2 1 --activations relu", "1 is missing"),
    ("jacobian --f x*y --x 1 --z 2", "--z is no option here"),
    ("hessian --f 'f(x, y) = x^2' --at 1,2", "must be over the variables x, y"),
    ("autodiff --f 1/xy --at 1,2", "it is unclear what stands below the stroke"),
    ("autodiff --f '1/(x+1)(y+1)' --at 1,2", "write a/(b*c) or (a/b)*c"),
    ("hessian 'f(x) + x^2'", "f is no function that is known"),
    ("adam --grads 1 --betas 0.9", "must be 2 numbers with a comma between them, for --beta1 and --beta2"),
    ("updates --n 600 --batch 20 --iterations 10", "give these as --epochs"),
    ("continuous-information --p 'N(0,2)'", "give normal(mean,deviation)"),
    ("check confusion --tp 5 --fp 1 --fn 2 --tn 3 --answer f1/2=0.38", "(did you mean f1?)"),
    ("dropout --x 1,2 --mask 1,0 --p 0.2", "give --keep or --rate"),
    ("attention --q 1,0 --k '1,0;0,1' --v '1,2;3,4' --scale 1", "unless --unscaled is given"),
    ("fgsm --x 1 --gradient 1 --epsilon 1 --clip --brief", "'--clip' requires an argument"),
    ("k-means --data '1,1;2,2' --k 3", "--k must be at most the number of samples, 2"),
    ("k-means --data '1,1;2,2' --k 2 --centroids 1,1", "--centroids must be 2, as --k says"),
    ("split --samples 10 --train 0.7 --val 0.2 --test 0.2", "leaves 0.6 for training"),
    ("linear-system --equations 'x*y=1; x=2'", "linear equations"),
    ("linear-system --equations 'y+z=1'", "over x, y and z"),
    ("map --distribution gaussian --data 1,0 --alpha 2 --beta 2", "--distribution goes with --variance"),
    ("gru --x 1 --uz 1 --wz 1 --wr 1 --wh 1", "--ur must have as many rows"),
    ("rnn-params --cell gru --inputs 1 --units 1 --no-bias --biases 2", "--no-bias goes without --biases 2"),
    ("forward --x 1 --w1 1 --w1 2 --activations relu", "--w1 is given twice"),
    (
        "bayes --sensitivity 0.9 --prevalence 0.5 --specificity 0.8 --fpr 0.2",
        "--fpr goes without --specificity",
    ),
    ("receptive-field --kernels 3,3 --layers 'conv 3'", "--kernels goes without --layers"),
    ("entropy --p 0.5,0.5 --counts 1,1", "--counts goes without --p"),
    ("entropy --counts 0,0", "--counts must not all be 0"),
    ("linear-system --equations x=1 --a 1 --b 1", "--equations goes without --a and --b"),
    ("mlp-params --inputs 3", "--inputs and --outputs must be given, or --layers in their place"),
    ("exponential --mean 2 --rate 1", "--mean goes without --rate, which is 1 divided by it"),
    ("normal --z 1 --x 0", "--z goes without --x"),
    ("attention --x '1,0' --q '1,0'", "--x goes without --q, --k and --v"),
    ("recursive --tree '(a b)' --vectors 'a=1;a=2' --w 1,1", "--vectors must name each of a, b once"),
    (
        "cnn --input 8x8x1 --layers 'input 4x4x1; fc 2'",
        "--input goes without an input in --layers, got '8x8x1'",
    ),
    ("adam --example --grads 1", "--example takes no givens: it has its own"),
    ("entropy --p 0.5,0.5 --brief --upto 1", "--brief goes without --hint and --upto, which show working"),
    ("entropy --p 0.5,0.5 --upto 9", "--upto must be at most 2, the number of steps, got '9'"),
    ("practice entropy --sheet x.json", "--sheet goes without types, --difficulty and --due"),
    ("practice --student a", "--student goes with --sheet"),
    ("practice --due --no-record", "--due goes without --no-record"),
    ("help adam foo", "help ends at adam, which has no commands of its own, got 'foo'"),
    ("svm --positive 1,1", "--positive goes with --negative, and --negative with it"),
    ("svm --negative 1,1", "--positive goes with --negative, and --negative with it"),
    ("svm --positive 1,1 --negative 2,2 --x 1,2 --y 1", "go without samples in one list, --x and --y"),
    ("svm --positive 1,1 --negative 2,2 --y 1,-1", "go without samples in one list, --x and --y"),
    ("svm --positive '(1,2' --negative 3,4", "must be points, such as 1,2;3,4"),
]


@pytest.mark.parametrize(("typed", "words"), REFUSED)
def test_what_is_unclear_is_refused_with_what_to_give(capsys, typed, words):
    assert words in refused(capsys, typed)


def lenet(nn):
    return (
        *(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(256, 120), nn.Linear(120, 10)),
    )


def normalized(nn):
    strided = nn.Conv2d(1, 8, kernel_size=3, stride=2, padding=1, bias=False)
    return strided, nn.BatchNorm2d(8), nn.LeakyReLU(0.1), nn.AvgPool2d(2)


def grouped(nn):
    first, second = nn.Conv2d(1, 8, 3, 2, 1), nn.Conv2d(8, 8, 3, groups=4, dilation=2)
    return first, second, nn.Flatten(), nn.Dropout(0.5), nn.Linear(800, 3, bias=False)


TORCH = [
    (
        lenet,
        "nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2, 2), nn.Conv2d(6, 16, 5), nn.ReLU(),"
        " nn.MaxPool2d(2), nn.Flatten(), nn.Linear(256, 120), nn.Linear(120, 10))",
    ),
    (
        normalized,
        "Conv2d(1, 8, kernel_size=3, stride=2, padding=1, bias=False); BatchNorm2d(8); LeakyReLU(0.1);"
        " AvgPool2d(2)",
    ),
    (
        grouped,
        "Conv2d(1, 8, 3, 2, 1); Conv2d(8, 8, 3, groups=4, dilation=2); Flatten(); Dropout(0.5);"
        " Linear(800, 3, bias=False)",
    ),
]


def answers_of(capsys, line):
    assert run(shlex.split(f"{line} -f json")) == 0
    answers = json.loads(capsys.readouterr().out)["answers"]
    return {name: answer["value"] for name, answer in answers.items()}


@pytest.mark.parametrize(("made", "layers"), TORCH)
def test_layers_are_those_of_pytorch(capsys, made, layers):
    torch = pytest.importorskip("torch")
    network = torch.nn.Sequential(*made(torch.nn))
    answers = answers_of(capsys, f"cnn --input 1x28x28 --channels-first --layers '{layers}'")
    assert answers["total"] == sum(parameter.numel() for parameter in network.parameters())
    assert answers["shapes"][-1] == list(network(torch.zeros(2, 1, 28, 28)).shape[1:])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Conv2D(8, (3, 3), strides=2, padding='same', use_bias=False)", "conv 8@3 s2 same nobias"),
        ("MaxPooling2D((2, 2), strides=2)", "pool 2 s2 max"),
        ("Dense(10, activation='softmax')", "fc 10"),
        ("layers.BatchNormalization()", "bn"),
    ],
)
def test_layers_are_those_of_keras(capsys, typed, meant):
    line = "cnn --input 8x8x3 --layers "
    assert solved(capsys, line + shlex.quote(typed)) == solved(capsys, line + shlex.quote(meant))


@pytest.mark.parametrize(
    "layers", ["Conv2d(3, 8, 3)", "conv2d(1, 8, 3)", "Conv2D(8, 3, input_shape=(8,8,1))", "Linear(9, 2)"]
)
def test_layers_that_do_not_fit_or_may_be_meant_otherwise_are_refused(capsys, layers):
    assert "--layers has an unusable layer" in refused(capsys, f"cnn --input 8x8x1 --layers '{layers}'")


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
@pytest.mark.parametrize(("layers", "both", "bias"), [(1, False, True), (3, True, True), (2, False, False)])
def test_recurrent_layers_have_the_parameters_of_pytorch(capsys, cell, layers, both, bias):
    torch = pytest.importorskip("torch")
    kind = getattr(torch.nn, cell.upper())
    network = kind(5, 7, num_layers=layers, bidirectional=both, bias=bias)
    switches = (" --bidirectional" if both else "") + (" --biases 2" if bias else " --bias false")
    line = f"rnn-params {cell} --input-size 5 --hidden-size 7 --num-layers {layers}{switches}"
    assert answers_of(capsys, line)["parameters"] == sum(
        parameter.numel() for parameter in network.parameters()
    )


def test_what_was_read_for_several_givens_is_told(capsys):
    assert run(["kl", "0.5,0.5", "0.25,0.75"]) == 0
    assert capsys.readouterr().err == "dlsolve kl --p 0.5,0.5 --q 0.25,0.75\n"


@by_type
def test_every_switch_takes_a_state_and_its_opposite(entry):
    known = vocabulary(entry)
    for option in known.options:
        if not option.is_flag:
            continue
        name = option.opts[0]
        opposite = f"--no-{name[2:]}" if not name.startswith("--no-") else f"--{name[5:]}"
        assert known.understood([name]) == known.understood([name, "true"]) == [name]
        assert known.understood([name, "false"]) == []
        if opposite not in known.givens:
            assert known.understood([opposite]) == []
            assert known.understood([opposite, "false"]) == [name]


@by_type
def test_every_choice_of_one_given_stands_for_it(entry):
    known = vocabulary(entry)
    givens = [option.given for option in known.options if isinstance(option, GivenOption)]
    for given in givens:
        for word in given.domain.choices:
            able = [other for other in givens if other.domain.choices and reads(other, word)]
            if word[:1].isalpha() and able == [given] and f"--{word}" not in known.givens:
                assert known.understood([f"--{word}"]) == [f"{given.option}={word}"]


@by_type
def test_every_learning_rate_has_all_of_its_names(entry):
    problem = entry.load()
    rate = next((given for given in parameters(problem) if given.name == "lr"), None)
    if rate is None:
        return
    known = names_of(given_options(entry))
    others = {"step-size", *problem.unclear} if entry.command == "lr-schedule" else problem.unclear
    for name in RATE_NAMES.split():
        assert name in others or known.get(f"--{name}") is rate or (entry.command, name) in OTHER_ALPHAS


OTHER_ALPHAS = {("l1", "alpha"), ("l2", "alpha"), ("lr-schedule", "alpha"), ("svm", "alpha")}
"""Where alpha is the strength of a penalty, or may be."""


@by_type
def test_options_that_tell_several_givens_are_no_other_option(entry):
    declared = parameters(entry.load())
    assert not set(names_of(given_options(entry))) & {f"--{name}" for name in joint_names(declared)}


@by_type
def test_what_is_unclear_is_no_option(entry):
    known = names_of(given_options(entry))
    assert not any(f"--{name}" in known for name in entry.load().unclear)
