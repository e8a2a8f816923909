"""Answers as students write them, by kind: each over several types, right ones beside wrong ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

from solver import registry
from solver.checking.marking import check
from solver.checking.names.names import Names
from solver.checking.reading.work import Line, Work
from solver.errors import DlsolveError
from solver.problem import Problem
from solver.record.engine import run
from solver.sampling.random_stream import RandomStream

RIGHT, WRONG, REFUSED = "right", "wrong", "refused"

TRANSLATION = (
    "seq2seq",
    {
        "x": "1;0.5",
        "w": "0.5",
        "u": "0.8",
        "w_dec": "0.3,-0.2",
        "u_dec": "0.6",
        "output_weights": "1;-1",
        "teacher": "1,0",
    },
)
"""States of the encoder are tanh(0.5) = 0.4621 and 0.5509,
of the decoder tanh(0.3 + 0.6*0.5509) = 0.5584 and 0.1342."""

TWO_WEIGHTS = ("momentum", {"grads": "0.3,0.1", "w": "1,2", "lr": "0.1", "beta": "0.9"})
"""One step: the weights become 0.97 and 1.99."""

TWO_STEPS = ("momentum", {"grads": "0.3,0.2", "w": "1", "lr": "0.1", "beta": "0.9"})
"""The velocities are 0.03 and 0.047, the weights 0.97 and 0.923."""

DESCENT = ("gradient-descent", {"loss": "w**2 - 4*w", "w": "0", "lr": "0.1", "steps": "3"})
"""The weights are 0.4, 0.72 and 0.976, the gradients -4, -3.2 and -2.56."""

REGRESSION = ("batch", {"x": "1,1;2,2;3,1", "y": "3,6,5", "lr": "0.1"})
"""One update leads to the weights 3/3 and 2/3 and the bias 1.4/3: the gradients are -10, -20/3 and -14/3."""

BATCHES = ("minibatch", {"x": "1,2,3,4", "y": "2,4,6,8", "batch_size": "2", "lr": "0.1"})
"""The first gradient is the mean of -2 and -8, the weight after it 0.5."""

NETWORK = (
    "backprop",
    {
        "x": "1,2",
        "weights": ["0.2,0.4;0.3,0.7", "0.5,0.9"],
        "biases": ["0,0", "0"],
        "activations": "relu,linear",
        "y": "5",
        "loss": "se",
        "lr": "0.01",
    },
)
"""The hidden outputs are 1 and 1.7, the output 2.03, its error -5.94."""

BENT = ("backprop", {**NETWORK[1], "activations": "sigmoid,tanh", "y": "1", "loss": "half-se"})
"""The hidden outputs are 0.7311 and 0.8455, the output tanh(1.1265) = 0.8098; its slope is 0.3442."""

NORMALIZED = ("batch-norm", {"x": "1,2;3,6;5,4", "gamma": "1", "beta": "0"})
"""Both features have the variance 8/3; the samples are -2, -2; 0, 2; 2, 0 before they are divided."""

LSTM = ("lstm", {"x": "1;0.5", "wf": "0.5,0.1", "wi": "0.6,0.2", "wc": "0.7,0.3", "wo": "0.8,0.4"})
RNN = ("rnn", {"x": "1;0.5;-1", "w": "0.5", "u": "0.8", "b": "0.1"})
ATTENTION = ("attention", {"q": "1,0,0,1", "k": "2,0,-1,0;1,0,1,2", "v": "2,4;1,6"})
BOTH_WAYS = ("bidirectional-rnn", {"x": "1;0.5", "w": "0.5", "u": "0.8", "w_back": "0.4", "u_back": "0.6"})
CLIPPED = ("gradient-clipping", {"grads": "3,4", "norm": "1"})
ADVERSARIAL = ("fgsm", {"x": "0.5,0.2", "gradient": "0.3,-0.8", "epsilon": "0.1"})
SHRUNK = ("l1", {"w": "1,-2", "strength": "0.1", "data_loss": "0.5", "grads": "0.2,0.1", "lr": "0.1"})
GAMES = ("gan", {"real": "0.9,0.8", "fake": "0.2,0.4"})
WORDS = ("embedding", {"matrix": "1,2;3,4;5,6", "indices": "2,0"})
SEQUENCE = ("autoregressive", {"probabilities": "0.5,0.25,0.8"})
SEPARABLE = ("depthwise-separable", {"input": "32x32x16", "filters": "32", "kernel": "3", "padding": "1"})
SPECTRA = ("fft-conv", {"x": "1,2,3", "kernel": "1,-1"})
MAPS = ("feature-map", {"input": "1,2,3;4,5,6;7,8,9", "kernel": "1,0,-1;1,0,-1;1,0,-1"})
CONVOLVED = ("conv-params", {"input": "10x12x3", "filters": "4", "kernel": "3"})
LAYERS = ("cnn", {"layers": "input 8x8x1; conv 2@3x3; relu; pool 2; conv 4@3x3; fc 10"})
PRINTED = [f"torch.Size([1, {c}, {n}, {n}])" for c, n in ((2, 6), (2, 6), (2, 3), (4, 1))]
WEIGHED = ("cnn", {**LAYERS[1], "bytes_": "4"})
RARE = ("confusion", {"tp": "50", "fp": "1", "fn": "2", "tn": "9999"})
"""The specificity is 0.9999."""

FITTED = ("least-squares", {"x": "1,2,3", "y": "2,3,5"})
"""The line has the slope 3/2 and the intercept 1/3."""

RESTRICTED = ("conditional", {"joint": "2/8", "condition": "4/8"})
CODED = ("vae", {"mu": "1", "sd": "1", "x": "1,0", "decoded": "0.85,0.05"})
SCHEDULE = ("lr-schedule", {"kind": "cosine", "lr": "0.1", "total": "90", "at": "0,30,60"})
POSITIONS = ("positional-encoding", {"length": "3", "dimensions": "2"})
EVENLY = ("joint", {"table": "0.25,0.25;0.25,0.25"})
TOGETHER = ("joint", {"table": "0.5,0;0,0.5"})
SLOPES = ("jacobian", {"functions": "x*y; x+y", "at": "x=1,y=0"})
"""The slopes are y and x, 1 and 1."""
DECAYED = ("adamw", {"grads": "0.3,0.3", "w": "1", "lr": "0.1", "weight_decay": "0.1", "epsilon": "0"})
"""Adam's own steps are 0.1 along equal gradients."""


EIGEN = ("eigen", {"matrix": "1,2;5,4"})
"""The eigenvalues are 6 and -1, with (2, 5) and (1, -1)."""

SCATTERED = ("least-squares", {"x": "0,1,2,3", "y": "1,3,5,8"})
"""The line has the slope 2.3 and the intercept 0.8."""

THREE_STEPS = ("momentum", {"grads": "0.5,0.4,-0.2", "lr": "0.1"})
"""The velocities are 0.05, 0.085 and 0.0565, the weights -0.05, -0.135 and -0.1915."""

PAIRS = ("minibatch", {**BATCHES[1], "w": "0", "b": "0", "loss": "half-mse"})
"""After the first update w = 0.5 and b = 0.3, after the second 2.27 and 0.795."""

EPOCHS = ("sgd", {"x": "1,2,3", "y": "2,4,6", "w": "0", "no_bias": True, "loss": "half-mse", "epochs": "2"})
"""An epoch has three updates: the weights are 0.2, 0.92, 1.892 and so on to 2."""

ARRIVALS = ("poisson", {"rate": "2", "k": "3"})
CROSSED = ("linear-system", {"a": "2,1;1,3", "b": "5,10"})
"""x = 1 and y = 3."""

JUDGED = ("confusion", {"tp": "40", "fp": "10", "fn": "5", "tn": "45"})
"""The accuracy is 0.85, the recall 8/9."""

SURE = ("entropy", {"p": "0.5,0.25,0.25"})
"""1.5 bits, 1.04 nats."""

REGULAR = ("inverse", {"matrix": "1,2;3,4"})
SINGULAR = ("inverse", {"matrix": "1,2;2,4"})
PARTED = ("split", {"samples": "43", "shares": "0.8,0.2"})
"""34 and 9 samples."""

SIDES = ("conv-size", {"input": "30,28", "kernel": "3"})
SUMMED = ("adagrad", {"grads": "0.2,0.4,0.1", "lr": "0.1"})
"""The sums of the squares are 0.04, 0.2 and 0.21, the second step is 0.0894."""

NETWORKS = ("mlp-params", {"layers": "4,3,2,1"})
MARGIN = ("svm", {"x": "1,1;2,3;4,2", "y": "-1,1,1"})
NEAREST = ("knn", {"data": "1,1;2,1;8,9", "labels": "a,a,b", "query": "2,2", "k": "1"})
SIGNED = ("fgsm", {"x": "0.5,0.2", "gradient": "0.3,-0.8", "epsilon": "0.1"})
TRIALS = ("binomial", {"n": "5", "p": "0.5", "k": "2"})
"""P(X = 2) = 0.3125."""


def verdict(problem, *answers):
    """What is said of answers: that all are right, that some are not, or that they cannot be used."""
    command, givens = problem
    posed = registry.find(command).load().of(**givens)
    solution = run(posed)
    work = Work(Names(solution), solution.answers[0].name if len(solution.answers) == 1 else "")
    work.read(map(Line, answers))
    if work.troubles:
        return REFUSED
    if not work.claims:
        return REFUSED
    try:
        return RIGHT if check(posed, list(work.claims.values())).is_right else WRONG
    except DlsolveError:
        return REFUSED


KINDS = {
    "of an only row, a number in a name tells the entry": [
        (TWO_WEIGHTS, "w_1=0.97", RIGHT),
        (TWO_WEIGHTS, "w_2=1.99", RIGHT),
        (TWO_WEIGHTS, "w_1=1.99", WRONG),
        (TWO_WEIGHTS, "w_1=(0.97, 1.99)", RIGHT),
        (REGRESSION, "theta_2=0.667", RIGHT),
        (REGRESSION, "theta_1=0.667", WRONG),
        (NETWORK, "h2=1.7", RIGHT),
        (NETWORK, "h1=1.7", WRONG),
        (ATTENTION, f"α_2={math.exp(1.5) / (math.exp(1) + math.exp(1.5)):.4f}", RIGHT),
        (ATTENTION, f"α_1={math.exp(1.5) / (math.exp(1) + math.exp(1.5)):.4f}", WRONG),
    ],
    "the loss has derivatives by what a bent layer gives out": [
        (NETWORK, "dL/dh=(-2.97, -5.346)", RIGHT),
        (NETWORK, "dL/da_1=(-2.97, 5.346)", WRONG),
        (BENT, "dL/dŷ=-0.1902", RIGHT),
        (BENT, "dL/do=-0.1902", RIGHT),
        (BENT, "dL/dŷ=0.1902", WRONG),
        (BENT, "dL/dŷ=-0.06546", WRONG),
        (BENT, "dL/dz_2=-0.06546", RIGHT),
        (BENT, "dL/da_1=-0.03273,-0.05891", RIGHT),
        (BENT, "dL/dh_1=-0.006435,-0.007694", WRONG),
        (BENT, "dz_1=-0.006435,-0.007694", RIGHT),
    ],
    "of several with one name, it is the one that has the value": [
        (GAMES, f"L_G={(math.log(0.8) + math.log(0.6)) / 2:.4f}", RIGHT),
        (GAMES, f"L_G={-(math.log(0.2) + math.log(0.4)) / 2:.4f}", RIGHT),
        (GAMES, "L_G=0.7", REFUSED),
        (WORDS, "e_2=(5,6)", RIGHT),
        (WORDS, "e_2=(1,2)", RIGHT),
        (WORDS, "e_2=(3,4)", REFUSED),
        (SEPARABLE, "depthwise=144", RIGHT),
        (SEPARABLE, "depthwise=147456", RIGHT),
        (SEPARABLE, "depthwise=512", REFUSED),
        (BATCHES, "dw_1=-5", RIGHT),
        (BATCHES, "dw_1=5", REFUSED),
    ],
    "a row is told from a column by its values or its length": [
        (NORMALIZED, "y_1=(-1.2247,-1.2247)", RIGHT),
        (NORMALIZED, "y_1=(-1.2247,0,1.2247)", RIGHT),
        (NORMALIZED, "y_1=(-1.2247,1.2247)", WRONG),
        (BOTH_WAYS, f"h_2=({math.tanh(0.25 + 0.8 * math.tanh(0.5)):.4f},{math.tanh(0.2):.4f})", RIGHT),
        (BOTH_WAYS, f"h_2=({math.tanh(0.2):.4f},{math.tanh(0.25 + 0.8 * math.tanh(0.5)):.4f})", WRONG),
    ],
    "the last step has many names": [
        (TWO_STEPS, "w_final=0.923", RIGHT),
        (TWO_STEPS, "w_T=0.923", RIGHT),
        (TWO_STEPS, "v_last=0.047", RIGHT),
        (TWO_STEPS, "w_final=0.97", WRONG),
        (DESCENT, "w_end=0.976", RIGHT),
        (DESCENT, f"L_final={0.976**2 - 4 * 0.976:.4f}", RIGHT),
        (DESCENT, "w_n=0.72", WRONG),
        (RNN, f"h_T={math.tanh(-0.5 + 0.8 * math.tanh(0.35 + 0.8 * math.tanh(0.6)) + 0.1):.4f}", RIGHT),
        (RNN, f"h_T={math.tanh(0.6):.4f}", WRONG),
    ],
    "a step has its number in brackets; no step is meant by t - 1": [
        (DESCENT, "w(2)=0.72", RIGHT),
        (DESCENT, "w(2)=0.4", WRONG),
        (DESCENT, "L(2)=-2.3616", REFUSED),
        (SCHEDULE, "lr(30)=0.075", RIGHT),
        (SCHEDULE, "lr(30)=0.025", WRONG),
        (TWO_STEPS, "v_{t-1}=0.03", REFUSED),
        (TWO_STEPS, "v_t-1=0.03", REFUSED),
    ],
    "values that follow on one another": [
        (TWO_STEPS, "w = 0.97 -> 0.923", RIGHT),
        (TWO_STEPS, "w = 1 → 0.97 → 0.923", RIGHT),
        (TWO_STEPS, "w = 0.923 -> 0.97", WRONG),
        (DESCENT, r"w = 0.4 \to 0.72 \to 0.976", RIGHT),
    ],
    "where it started may be written down again": [
        (DESCENT, "w_0=0, w_1=0.4, w_2=0.72, w_3=0.976", RIGHT),
        (DESCENT, "w_0=1, w_1=0.4", REFUSED),
        (RNN, f"h_0=0, h_1={math.tanh(0.6):.4f}", RIGHT),
        (TWO_STEPS, "v_0=0, v_1=0.03", RIGHT),
        (TWO_STEPS, "v_0=0", REFUSED),
    ],
    "what an update makes of a given may have its name": [
        (ADVERSARIAL, "x_1=0.6, x_2=0.1", RIGHT),
        (ADVERSARIAL, "x_1=0.4", WRONG),
        (ADVERSARIAL, "x_1=0.5", REFUSED),
        (SHRUNK, "w_1=0.97, w_2=-2", RIGHT),
        (SHRUNK, "w_1=1.03", WRONG),
        (NETWORK, "W2=(0.5594,1.00098)", RIGHT),
        (NETWORK, "W2=(0.4406,0.799)", WRONG),
        (NETWORK, "W2=(0.5,0.9)", REFUSED),
        (CLIPPED, "g=(0.6,0.8)", RIGHT),
        (CLIPPED, "g=(0.8,0.6)", WRONG),
    ],
    "what is a multiple of a quantity is judged by it": [
        (NETWORK, "ΔW2=(0.0594,0.10098)", RIGHT),
        (NETWORK, "Δb2=0.0594", RIGHT),
        (NETWORK, "ΔW2=(0.0594,0.0594)", WRONG),
        (REGRESSION, "Δw=(1,0.667)", RIGHT),
        (REGRESSION, "Δw=(3,2)", WRONG),
        (DESCENT, "Δw_2=0.32", RIGHT),
        (DESCENT, "Δw_2=0.4", WRONG),
        (SEQUENCE, f"NLL={-math.log(0.1):.4f}", RIGHT),
        (SEQUENCE, f"NLL={math.log(0.1):.4f}", WRONG),
        (ADVERSARIAL, "perturbation=(0.1,-0.1)", RIGHT),
        (ADVERSARIAL, "perturbation=(0.1,0.1)", WRONG),
        (GAMES, f"V(D,G)={(math.log(0.72) + math.log(0.48)) / 2:.4f}", RIGHT),
    ],
    "amounts that are taken off have the sign that they are declared with": [
        (DECAYED, "steps=0.1,0.1", RIGHT),
        (DECAYED, "steps=-0.1,-0.1", WRONG),
        (DECAYED, "Deltaw=-0.1,-0.1", REFUSED),
        (("adam", {"grads": "0.3,0.3", "lr": "0.1", "epsilon": "0"}), "steps=-0.1,-0.1", RIGHT),
        (("rmsprop", {"grads": "0.3", "lr": "0.1", "beta": "0", "epsilon": "0"}), "Deltaw_1=-0.1", RIGHT),
    ],
    "logarithms in another unit": [
        (SEQUENCE, f"entropy={-math.log2(0.1) / 3:.4f} bits", RIGHT),
        (SEQUENCE, f"entropy={-math.log(0.1) / 3:.4f} bits", WRONG),
        (("vae", {"mu": "1", "sd": "1"}), f"kl={0.5 / math.log(2):.4f} bits", RIGHT),
        (("vae", {"mu": "1", "sd": "1"}), "kl=0.5000 bits", WRONG),
        (CODED, f"ELBO={-0.5125 / math.log(2):.4f} bits", RIGHT),
        (CODED, "ELBO=-0.5125 bits", WRONG),
        (CODED, "ELBO=-0.5125 nats", RIGHT),
        (("logsumexp", {"x": "0,0"}), "1 bit", RIGHT),
        (("logsumexp", {"x": "0,0"}), "0.6931 bits", WRONG),
        (("entropy", {"p": "0.5,0.5"}), "entropy=0.6931 bits", WRONG),
    ],
    "the letters of a line are those of y = ax + b and of y = a + bx": [
        (FITTED, "a=1.5, b=0.333", RIGHT),
        (FITTED, "a=1/3, b=1.5", RIGHT),
        (FITTED, "b=0.33", RIGHT),
        (FITTED, "m=1.5, c=0.333", RIGHT),
        (FITTED, "y = ax + b with a = 1.5, b = 0.333", RIGHT),
        (FITTED, "y = mx + c where m = 1.5, c = 1/3", RIGHT),
        (FITTED, "y = ax + b with a = 0.333, b = 1.5", WRONG),
        (FITTED, "y = a + bx with a = 0.333, b = 1.5", RIGHT),
        (FITTED, "m=0.333, c=1.5", WRONG),
        (FITTED, "a=1.4", REFUSED),
    ],
    "units of memory": [
        (WEIGHED, "parameter_memory=584 bytes", RIGHT),
        (WEIGHED, "parameter_memory=584 B", RIGHT),
        (WEIGHED, "parameter_memory=0.584 KB", RIGHT),
        (WEIGHED, f"parameter_memory={584 / 1024:.4f} KB", RIGHT),
        (WEIGHED, f"parameter_memory={584 / 1024:.4f} KiB", RIGHT),
        (WEIGHED, "parameter_memory=4672 bits", RIGHT),
        (WEIGHED, "parameter_memory=584 bits", WRONG),
        (WEIGHED, "parameter_memory=584 KB", WRONG),
        (WEIGHED, "memory=(288, 288, 72, 16, 40) bytes", RIGHT),
    ],
    "what is missing to 1 is judged as it was written": [
        (RARE, "FPR=0.0001", RIGHT),
        (RARE, "FPR=1e-4", RIGHT),
        (RARE, "FPR=0", WRONG),
        (RARE, "FPR=0.000", WRONG),
        (RARE, "FPR=0.001", WRONG),
        (RARE, "specificity=0.9999", RIGHT),
        (("confusion", {"tp": "5", "fp": "0", "fn": "1", "tn": "9"}), "FPR=0", RIGHT),
    ],
    "givens are no answers": [
        (RESTRICTED, "P(A∩B)=0.25, P(A|B)=0.5", RIGHT),
        (RESTRICTED, "P(A and B)=0.25, P(A|B)=0.5", RIGHT),
        (RESTRICTED, "P(A∩B)=0.5", REFUSED),
        (RESTRICTED, "P(A and B)=0.5", REFUSED),
        (RESTRICTED, "P(A∩B)/P(B)=0.5", RIGHT),
        (WORDS, "E_2=(5,6)", RIGHT),
        (WORDS, "E_1=(3,4)", REFUSED),
        (WORDS, "E_1=(5,6)", REFUSED),
    ],
    "how a number is reckoned": [
        (SCHEDULE, "lr=0.075 at step 30", RIGHT),
        (SCHEDULE, "lr=0.075 at step 60", WRONG),
        (("updates", {"samples": "50", "epochs": "5", "batches": "10"}), "5 · 10 = 50", RIGHT),
        (("updates", {"samples": "50", "epochs": "5", "batches": "10"}), "5 x 11 = 55", WRONG),
        (("updates", {"samples": "50", "epochs": "5", "batches": "10"}), "5 x 11 = 50", REFUSED),
        (("mlp-params", {"layers": "4,3,2,1"}), "15+8+3=26", RIGHT),
        (("mlp-params", {"layers": "4,3,2,1"}), "12+6+2=20", WRONG),
        (("rnn-params", {"cell": "lstm", "inputs": "10", "units": "20"}), "4((10+20)*20+20)=2480", RIGHT),
    ],
    "transposed, nested and complex": [
        (NETWORK, "dW1^T=[[-2.97,-5.346],[-5.94,-10.692]]", RIGHT),
        (NETWORK, "dW1^T=[[-2.97,-5.94],[-5.346,-10.692]]", WRONG),
        (MAPS, "tensor([[[[-6.]]]])", RIGHT),
        (MAPS, "feature_map=tensor([[[[-7.]]]])", WRONG),
        (SPECTRA, f"X={np.fft.fft([1, 2, 3, 0])!r}", RIGHT),
        (SPECTRA, f"Y={np.fft.fft([1, 2, 3, 0]) * np.fft.fft([1, -1, 0, 0])!r}", RIGHT),
        (SPECTRA, f"X={np.fft.ifft([1, 2, 3, 0]) * 4!r}", WRONG),
        (SPECTRA, f"X={np.fft.fft([1, -1, 0, 0])!r}", WRONG),
    ],
    "layers go by their kind": [
        (LAYERS, "conv1=20, conv2=76, fc=50", RIGHT),
        (LAYERS, "conv1: 20; conv2: 76; fc1: 50", RIGHT),
        (LAYERS, "conv1=18", WRONG),
        (LAYERS, "conv=20", REFUSED),
    ],
    "shapes of maps": [
        (CONVOLVED, "H=8, W=10, C=4", RIGHT),
        (CONVOLVED, "H=10", WRONG),
        (CONVOLVED, "(None, 8, 10, 4)", RIGHT),
        (CONVOLVED, "(None, 10, 8, 4)", WRONG),
        (("conv-size", {"input": "10x12", "kernel": "3"}), "H_out=8, W_out=10", RIGHT),
        (("conv-size", {"input": "10x12", "kernel": "3"}), "W_out=8", WRONG),
        (("conv-size", {"input": "10x12", "kernel": "3"}), "torch.Size([1, 16, 8, 10])", RIGHT),
        (("conv-size", {"input": "10x12", "kernel": "3"}), "(None, 8, 10, 16)", RIGHT),
        (("conv-size", {"input": "10x12", "kernel": "3"}), "torch.Size([1, 16, 10, 12])", WRONG),
        (CONVOLVED, "torch.Size([1, 4, 8, 10])", RIGHT),
        (CONVOLVED, "torch.Size([1, 3, 8, 10])", WRONG),
        (LAYERS, f"shapes=[{', '.join(PRINTED)}, torch.Size([1, 10])]", RIGHT),
        (MAPS, "size=torch.Size([1, 1, 1, 1])", RIGHT),
        (MAPS, "-6", RIGHT),
        (MAPS, "1x1", RIGHT),
    ],
    "positions that are counted from 0": [
        (POSITIONS, "PE[2]=(0.9093,-0.4161)", RIGHT),
        (POSITIONS, "PE[0]=(0,1), PE[1]=(0.8415,0.5403)", RIGHT),
        (POSITIONS, "PE[1]=(0.9093,-0.4161)", WRONG),
    ],
    "gradients as PyTorch has them": [
        (NETWORK, "W2.grad=(-5.94,-10.098)", RIGHT),
        (NETWORK, "W2.grad=(-10.098,-5.94)", WRONG),
        (NETWORK, "b2.grad=-5.94", RIGHT),
        (NETWORK, "b2.grad=-10.098", WRONG),
        (REGRESSION, "bias.grad=-4.6667", RIGHT),
        (REGRESSION, "bias.grad=-10", WRONG),
        (REGRESSION, "weight.grad=(-10,-6.667)", RIGHT),
    ],
    "a matrix at a point": [
        (SLOPES, "J(1, 0) = (0,1;1,1)", RIGHT),
        (SLOPES, "J(1, 0) = (0,1;1,0)", WRONG),
        (SLOPES, "J(0, 1) = (0,1;1,1)", REFUSED),
        (SLOPES, "J(1/0, 0) = (0,1;1,1)", REFUSED),
    ],
    "what is new is what an update led to": [
        (SHRUNK, "new weights=(0.97,-2)", RIGHT),
        (SHRUNK, "updated weights=(1,-2)", WRONG),
        (TWO_STEPS, "new weight=0.923", RIGHT),
        (TWO_STEPS, "new weight=0.97", WRONG),
        (TWO_STEPS, "new velocity=0.047", RIGHT),
        (TWO_STEPS, "new weights=0.97, 0.923", RIGHT),
        (TWO_STEPS, "updated weights=0.97, 0.9", WRONG),
        (TWO_STEPS, "w_new=0.97, 0.923", RIGHT),
        (TWO_STEPS, "final weights=0.97, 0.923", WRONG),
        (TWO_WEIGHTS, "new weights=0.97, 1.99", RIGHT),
        (DESCENT, "new weights=(0.4,0.72,0.976)", RIGHT),
        (RNN, f"new state={math.tanh(0.6):.4f}", WRONG),
    ],
    "a yes or no by what is asked": [
        (EVENLY, "independent", RIGHT),
        (EVENLY, "not independent", WRONG),
        (TOGETHER, "not independent", RIGHT),
        (TOGETHER, "independent", WRONG),
        (TOGETHER, "independent=no", RIGHT),
    ],
    "single numbers without a step are of the same one": [
        (PAIRS, "w=2.27, b=0.795", RIGHT),
        (PAIRS, "w=0.5, b=0.3", RIGHT),
        (PAIRS, "w=2.27, b=0.3", WRONG),
        (PAIRS, "w=0.5; b=0.795", WRONG),
        (THREE_STEPS, "v=0.05, w=-0.1915", WRONG),
        (DESCENT, "w=0.4, loss=-1.44", RIGHT),
        (DESCENT, "w=0.4, loss=-2.3616", WRONG),
        (DESCENT, "w=0.976, loss=0", RIGHT),
    ],
    "a value between others was left out only where digits tell": [
        (THREE_STEPS, "v=0.05,0.0565", RIGHT),
        (THREE_STEPS, "v=0.05,0.06", WRONG),
        (RNN, f"h={math.tanh(0.6):.2f},0.12", WRONG),
        (DESCENT, "w=0.4,0.72", RIGHT),
    ],
    "of y = ax + b each letter has its own place": [
        (SCATTERED, "w=2.3, b=0.8", RIGHT),
        (SCATTERED, "w=0.8, b=2.3", WRONG),
        (SCATTERED, "b=2.3, w=0.8", WRONG),
        (SCATTERED, "m=0.8, b=2.3", WRONG),
        (SCATTERED, "a=2.3, b=0.8", RIGHT),
        (SCATTERED, "a=0.8, b=2.3", RIGHT),
        (SCATTERED, "a=2.3, b=2.3", WRONG),
        (SCATTERED, "slope=2.4, b=0.9", WRONG),
        (SCATTERED, "b=0.9", REFUSED),
        (SCATTERED, "w=(0.8,2.3)", RIGHT),
        (SCATTERED, "y = ax + b, a = 2.3, b = 0.8", RIGHT),
        (SCATTERED, "y = ax + b with a = 0.8 and b = 2.3", WRONG),
        (SCATTERED, "y = a + bx, a = 0.8, b = 2.3", RIGHT),
        (SCATTERED, "f(x) = a + bx where a = 2.3, b = 0.8", WRONG),
        (SCATTERED, "y = mx + c with m = 0.8 and c = 2.3", WRONG),
    ],
    "a vector beside a number belongs to that": [
        (EIGEN, "λ=6 for v=(2,5)", RIGHT),
        (EIGEN, "λ=6 for v=(1,-1)", WRONG),
        (EIGEN, "v=(1,-1) for λ=6", WRONG),
        (EIGEN, "λ=6, v=(2,5); λ=-1, v=(1,-1)", RIGHT),
        (EIGEN, "λ=-1, v=(2,5); λ=6, v=(1,-1)", WRONG),
        (EIGEN, "λ₁=-1, λ₂=6, v₁=(1,-1), v₂=(2,5)", RIGHT),
        (EIGEN, "eigenvector (2,5) for eigenvalue 6", RIGHT),
        (EIGEN, "eigenvector (1,-1) for eigenvalue 6", WRONG),
        (("logistic", {"x": "1,2;2,1", "y": "1,0", "w": "0,0", "b": "0", "lr": "0.5"}),
         "w=(-0.125,0.125), b=0", RIGHT),
    ],
    "a step before or behind a claim is its own": [
        (THREE_STEPS, "w=-0.135 at t=2", RIGHT),
        (THREE_STEPS, "w=-0.135 at t=3", WRONG),
        (THREE_STEPS, "v=0.05 at step 1", RIGHT),
        (THREE_STEPS, "v=0.085 at step 1", WRONG),
        (THREE_STEPS, "w=-0.135 after 2 steps", RIGHT),
        (THREE_STEPS, "w = -0.135 (t = 2)", RIGHT),
        (THREE_STEPS, "w=-0.135 at t=7", REFUSED),
        (THREE_STEPS, "v_2=0.085 (t=2)", RIGHT),
        (THREE_STEPS, "t=1: v=0.05, w=-0.05\nt=2: v=0.085, w=-0.135", RIGHT),
        (THREE_STEPS, "t=1: v=0.05, w=-0.05\nt=2: v=0.095, w=-0.135", WRONG),
        (THREE_STEPS, "Step 1: v=0.05\nStep 2: v=0.085", RIGHT),
        (THREE_STEPS, "after 2 steps v=0.085, w=-0.1915", WRONG),
        (DESCENT, "weights after 3 steps: 0.976", RIGHT),
        (DESCENT, "weights after 2 steps: 0.976", WRONG),
        (EPOCHS, "w=1.892 after 1 epoch", RIGHT),
        (EPOCHS, "w=0.2 after 1 epoch", WRONG),
        (EPOCHS, "weight after epoch 1: 0.2", WRONG),
        (EPOCHS, "w=0.2 after 1 update", RIGHT),
        (("updates", {"samples": "50", "epochs": "5", "batches": "10"}), "50 updates", RIGHT),
    ],
    "what is given behind a bar is held against the givens": [
        (ARRIVALS, "P(X=3 | λ=2)=0.1804", RIGHT),
        (ARRIVALS, "P(X=3; λ=2)=0.1804", RIGHT),
        (ARRIVALS, "P(X=3 | λ=3)=0.1804", REFUSED),
        (TRIALS, "P(X = 2; n = 5, p = 0.5) = 0.3125", RIGHT),
        (TRIALS, "P(X = 2; n = 5, p = 0.4) = 0.3125", REFUSED),
    ],
    "an equation of what is claimed leads to it": [
        (CROSSED, "5y = 15, y = 3, x = 1", RIGHT),
        (CROSSED, "2x + y = 5, x + 3y = 10, x = 1, y = 3", RIGHT),
        (CROSSED, "5y = 15, y = 3, x = 2", WRONG),
        (CROSSED, "5y = 15", REFUSED),
        (EIGEN, "λ² - 5λ - 6 = 0\nλ = 6, λ = -1", RIGHT),
        (EIGEN, "det(A-λI) = λ^2 - 5λ - 6 = 0, λ = 6, -1", RIGHT),
        (MARGIN, "w=(0.4,0.8), margin 2/||w|| = 2.24", RIGHT),
    ],
    "names and values side by side": [
        (EIGEN, "eigenvalues -1 and 6", RIGHT),
        (EIGEN, "eigenvalues -1, 6", RIGHT),
        (EIGEN, "eigenvalues -1 and 5", WRONG),
        (PARTED, "34 training, 9 test", RIGHT),
        (PARTED, "33 training, 10 test", WRONG),
        (NEAREST, "distances 1.414, 1, 9.22; label a", RIGHT),
        (NEAREST, "distances 1.414, 1, 9.22; label b", WRONG),
        (JUDGED, "accuracy 0.85 recall 0.889", RIGHT),
        (JUDGED, "accuracy 0.85 recall 0.8", WRONG),
        (JUDGED, "{'accuracy': 0.85, 'recall': 0.889}", RIGHT),
        (JUDGED, "{'accuracy': 0.85, 'recall': 0.8}", WRONG),
    ],
    "another form of a value beside it": [
        (SURE, "H = 1.5 bit = 1.04 nat", RIGHT),
        (SURE, "H = 1.5 bit = 1.14 nat", WRONG),
        (SURE, "H = 1.5 bits (1.04 nats)", RIGHT),
        (JUDGED, "recall = 8/9 (≈ 0.889)", RIGHT),
        (JUDGED, "recall = 0.889 (88.9 %)", RIGHT),
        (JUDGED, "recall = 0.8 (0.889 %)", WRONG),
        (JUDGED, "8/9 (0.889)", RIGHT),
        (NETWORKS, "Total params: 26 (104.00 B)", RIGHT),
        (NETWORKS, "Total params: 104 (26.00 B)", WRONG),
    ],
    "a word behind a number is that of its answer": [
        (JUDGED, "accuracy=0.85 pixels", REFUSED),
        (JUDGED, "accuracy=0.85 recall", REFUSED),
        (NETWORKS, "total=26 params", RIGHT),
    ],
    "there is none, where there is one": [
        (REGULAR, "singular", WRONG),
        (REGULAR, "not invertible", WRONG),
        (REGULAR, "A is singular", WRONG),
        (SINGULAR, "A is singular", RIGHT),
        (("eigendecomposition", {"matrix": "4,1;2,3"}), "not diagonalizable", WRONG),
    ],
    "a letter that stands for two things is told by its value": [
        (SUMMED, "s=0.04,0.2,0.21", RIGHT),
        (SUMMED, "s_1=0.04", RIGHT),
        (SUMMED, "s_3=0.21", RIGHT),
        (SUMMED, "s_2=0.0894", RIGHT),
        (SUMMED, "s_2=0.3", WRONG),
    ],
    "counts and sides": [
        (PARTED, "34/9", RIGHT),
        (PARTED, "34 : 9", RIGHT),
        (PARTED, "33/10", WRONG),
        (NORMALIZED, "var = 8/3", RIGHT),
        (SIDES, "28 by 26", RIGHT),
        (SIDES, "26 by 28", WRONG),
    ],
    "a function whose scale is told": [
        (MARGIN, "f(x) = 0.4x1 + 0.8x2 - 2.2", RIGHT),
        (MARGIN, "f(x) = -0.4x1 - 0.8x2 + 2.2", WRONG),
    ],
    "names with a word for an index are none of a given": [
        (SIGNED, "x_adv = (0.6, 0.1)", RIGHT),
        (SIGNED, "x_adv = (0.4, 0.3)", WRONG),
        (NETWORK, "y = 2.03", REFUSED),
    ],
    "prints and calls of programs": [
        (TRIALS, "[1] 0.3125", RIGHT),
        (TRIALS, "dbinom(2, 5, 0.5) = 0.3125", RIGHT),
        (TRIALS, "binom.pmf(2, 5, 0.5) = 0.3125", RIGHT),
        (TRIALS, "dbinom(2, 5, 0.5) = 0.3225", REFUSED),
    ],
    "states of encoder and decoder": [
        (TRANSLATION, "decoder h1 = 0.5584", RIGHT),
        (TRANSLATION, "decoder h_2 = 0.1342", RIGHT),
        (TRANSLATION, "decoder hidden state 1 = 0.5584", RIGHT),
        (TRANSLATION, "encoder h1 = 0.4621", RIGHT),
        (TRANSLATION, "decoder h1 = 0.4621", WRONG),
        (TRANSLATION, "encoder state 2 = 0.1342", WRONG),
    ],
    "single precision": [
        (TWO_STEPS, f"w={np.float32(0.97).item()!r}, {np.float32(0.923).item()!r}", RIGHT),
        (TWO_STEPS, "w=0.97000003, 0.92300004", RIGHT),
        (TWO_STEPS, "w=0.97001, 0.92301", WRONG),
        (NETWORK, f"output={np.float32(2.03).item()!r}", RIGHT),
        (("neuron", {"x": "0.1,0.3", "w": "3,-1"}), "z=-2.9802322e-08", RIGHT),
        (("neuron", {"x": "0.1,0.3", "w": "3,-1"}), "z=-2.9802322e-05", WRONG),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "answer", "wanted"),
    [case for cases in KINDS.values() for case in cases],
    ids=[f"{kind}: {case[1][:40]}" for kind, cases in KINDS.items() for case in cases],
)
def test_answers_in_natural_notation(problem, answer, wanted):
    assert verdict(problem, answer) == wanted


TYPES = [entry.load() for entry in registry.entries().values()]


@pytest.mark.parametrize(
    "kind", [kind for kind in TYPES if kind.multiples is not Problem.multiples], ids=lambda kind: kind.command
)
@pytest.mark.parametrize("difficulty", ["easy", "medium", "hard"])
def test_multiples_are_those_of_what_there_is(kind, difficulty):
    solution = run(kind.sample(RandomStream(f"multiples/{kind.command}"), difficulty))
    names = Names(solution)
    for other, (name, _) in solution.multiples.items():
        assert names.find(name) is not None, (other, name)


def test_one_row_of_gradients_for_several_weights_is_said_to_be_one_step():
    adam = registry.find("adam").load()
    one = run(adam.of(grads="0.3,0.1", w="1,2"))
    several = run(adam.of(grads="0.3,0.1"))
    assert "one step" in str(one.steps[0])
    assert "one step" not in str(several.steps[0])


def test_a_mistake_that_changes_nothing_is_not_offered_in_forward_mode():
    """The derivatives of variables by themselves are 1: there is nothing to leave out behind them."""
    solution = run(registry.find("autodiff").load().of(expression="x*y", at="x=2,y=3", mode="forward"))
    assert "chain-left-out" not in solution.mistakes
    deeper = run(registry.find("autodiff").load().of(expression="sin(x*y)", at="x=2,y=3", mode="forward"))
    assert "chain-left-out" in deeper.mistakes
