"""Errors in displayed mathematics, to be planted: each must be noticed by the conformance tests alone."""

from __future__ import annotations

from typing import NamedTuple

PROBLEMS = "solver/problems"
DESCENT = f"{PROBLEMS}/gradient_descent/_linear_regression"
CONVOLUTION = f"{PROBLEMS}/convolution"
CONTINUOUS = f"{PROBLEMS}/information_theory/continuous_information"
ALGEBRA = f"{PROBLEMS}/linear_algebra"
PERCEPTRONS = f"{PROBLEMS}/perceptrons"


class Planted(NamedTuple):
    """A text of a file that is put in place of another, and the problem type whose display is wrong then."""

    command: str
    file: str
    old: str
    new: str


INDEX_RULES = [
    Planted(
        "feature-map",
        f"{CONVOLUTION}/_sliding.py",
        "start = 1 - stride - dilation",
        "start = 2 - stride - dilation",
    ),
    Planted(
        "feature-map",
        f"{CONVOLUTION}/_sliding.py",
        "return linear_index({entry: stride, place: dilation}, start)",
        "return linear_index({entry: 1, place: dilation}, start)",
    ),
    Planted("feature-map", f"{CONVOLUTION}/_filters.py", '"{}-u", "{}-v")', '"{}-u", "v")'),
    Planted(
        "batch", f"{DESCENT}/training.py", "w[j] * self.given.input(i, j))", "w[j] * self.given.input(j, i))"
    ),
    Planted("batch", f"{DESCENT}/setting.py", 'else grid_name("x", i, j))', 'else grid_name("x", j, i))'),
    Planted(
        "sgd",
        f"{DESCENT}/training.py",
        'given.input("i", "j")\n    product',
        'given.input("j", "i")\n    product',
    ),
    Planted(
        "perceptron",
        f"{PERCEPTRONS}/perceptron/__init__.py",
        'Symbol(f"w_{i}") * Symbol(f"x_{i}"))',
        'Symbol(f"w_{i}") * Symbol(f"x_{i}") ** 2)',
    ),
]

SIGNS = [
    Planted(
        "minibatch",
        f"{DESCENT}/training.py",
        'Symbol("yhat_i") - Symbol("y_i")',
        'Symbol("y_i") - Symbol("yhat_i")',
    ),
    Planted("sgd", f"{DESCENT}/training.py", "else weighted + BIAS)", "else weighted - BIAS)"),
    Planted(
        "eigen",
        f"{ALGEBRA}/_characteristic.py",
        "work.rewrite(name - LAMBDA * IDENTITY,",
        "work.rewrite(name + LAMBDA * IDENTITY,",
    ),
    Planted(
        "eigen",
        f"{ALGEBRA}/_eigenvalues.py",
        "shifted = name - here * IDENTITY",
        "shifted = name + here * IDENTITY",
    ),
    Planted(
        "eigen",
        f"{ALGEBRA}/_eigenvalues.py",
        "equation = Relation(shifted * X,",
        "equation = Relation((A - 2 * here * IDENTITY) * X,",
    ),
    Planted(
        "null-space",
        f"{ALGEBRA}/_vectors.py",
        "terms = [minus(reduction.show(row[free])",
        "terms = [times(reduction.show(row[free])",
    ),
    Planted("gate", f"{PERCEPTRONS}/gate.py", 'Symbol("y") - Symbol("yhat")', 'Symbol("yhat") - Symbol("y")'),
    Planted(
        "perceptron",
        f"{PERCEPTRONS}/perceptron/__init__.py",
        'work.display(error, Symbol("y") - output',
        'work.display(error, output - Symbol("y")',
    ),
    Planted(
        "perceptron",
        f"{PERCEPTRONS}/perceptron/__init__.py",
        'else weighted + as_bias(Symbol("b")), values',
        'else weighted - as_bias(Symbol("b")), values',
    ),
    Planted(
        "separable",
        f"{PERCEPTRONS}/separable/_derivations.py",
        "range(1, len(w) + 1)]) + b, linear_form)",
        "range(1, len(w) + 1)]) - b, linear_form)",
    ),
    Planted(
        "continuous-information",
        f"{CONTINUOUS}/_integration.py",
        "-p.integral(p.symbol * log(q.shape.at)),",
        "p.integral(p.symbol * log(q.shape.at)),",
    ),
    Planted(
        "continuous-information",
        f"{CONTINUOUS}/_integration.py",
        "(X - mean) + (mean - center)",
        "(X - mean) - (mean - center)",
    ),
    Planted(
        "neuron",
        f"{PERCEPTRONS}/neuron/_activations.py",
        "        LOGISTIC,\n        f.sigmoid(Z),",
        "        LOGISTIC,\n        f.sigmoid(-Z),",
    ),
]

SUMS = [
    Planted("batch", f"{DESCENT}/training.py", "self._error(i) ** 2)", "self._error(i))"),
    Planted(
        "batch",
        f"{DESCENT}/training.py",
        'total("i", len(samples), term, samples[0])',
        'total("i", len(samples) - 1, term, samples[0])',
    ),
    Planted(
        "feature-map",
        f"{CONVOLUTION}/feature_map/_filter_map.py",
        'inner = Total("v", lift(1), lift(width), product, terms or product)',
        'inner = Total("v", lift(1), lift(height + 1), product, terms or product)',
    ),
    Planted(
        "feature-map",
        f"{CONVOLUTION}/feature_map/_filter_map.py",
        'return Total("k", lift(1), lift(len(self.channels)), inner, inner)',
        'return Total("k", lift(1), lift(1), inner, inner)',
    ),
    Planted(
        "neuron",
        "solver/mathematics/formula/building.py",
        "return Total(index, lift(first), lift(last), term(index), Add(tuple(terms)))",
        "return Total(index, lift(first), lift(last - 1), term(index), Add(tuple(terms)))",
    ),
    Planted(
        "sgd",
        f"{DESCENT}/training.py",
        'Total("j", lift(1), lift(given.features), product, product)',
        'Total("j", lift(1), lift(1), product, product)',
    ),
]

DERIVATIVES = [
    Planted("batch", f"{DESCENT}/training.py", "{weight: x, BIAS: lift(1)}", "{weight: lift(1), BIAS: x}"),
    Planted(
        "sgd",
        f"{DESCENT}/training.py",
        "outer, factors = loss.slope(ERROR, n),",
        "outer, factors = loss.of(ERROR, n),",
    ),
    Planted(
        "minibatch",
        f"{DESCENT}/training.py",
        "show(Symbol(part), loss.of(ERROR**2, n))",
        "show(Symbol(part), loss.of(ERROR**3, n))",
    ),
    Planted(
        "batch",
        f"{DESCENT}/training.py",
        "over(through), loss.slope(over(of_one), n))",
        "over(through), loss.of(over(of_one), n))",
    ),
    Planted(
        "continuous-information",
        f"{CONTINUOUS}/_shapes.py",
        "words, -(X + 1 / rate) * decay",
        "words, -(X - 1 / rate) * decay",
    ),
    Planted(
        "continuous-information",
        f"{CONTINUOUS}/_shapes.py",
        "words, X**2 / (2 * width))",
        "words, X**2 / width)",
    ),
    Planted(
        "continuous-information",
        f"{CONTINUOUS}/_shapes.py",
        "-(sigma**2 * density), wrong)",
        "-(sigma * density), wrong)",
    ),
    Planted(
        "continuous-information",
        f"{CONTINUOUS}/_shapes.py",
        "-(X**2 + mean**2) * decay",
        "-(X**2 - mean**2) * decay",
    ),
    Planted(
        "nesterov",
        f"{PROBLEMS}/optimizers/_optimizer.py",
        "slope = self.loss.slope(variable).formula",
        "slope = 2 * self.loss.slope(variable).formula",
    ),
]

ROW_OPERATIONS = [
    Planted(
        "null-space",
        f"{ALGEBRA}/_row_reduction.py",
        "_row(i) + minus(show(multiple), _row(top))",
        "_row(i) + times(show(multiple), _row(top))",
    ),
    Planted(
        "column-space",
        f"{ALGEBRA}/_row_reduction.py",
        'Relation(_row(top), "<-", times(show(factor), _row(top)))',
        'Relation(_row(top), "<-", times(show(pivot), _row(top)))',
    ),
    Planted(
        "eigen",
        f"{ALGEBRA}/_row_reduction.py",
        'Relation(_row(top), "<->", _row(chosen))',
        'Relation(_row(top), "<->", _row(chosen - 1))',
    ),
    Planted(
        "null-space",
        f"{ALGEBRA}/_row_reduction.py",
        'yield Relation(_row(i), "<-", _row(i) + minus',
        'yield Relation(_row(i), "<-", _row(top) + minus',
    ),
]

TABLES = [
    Planted(
        "cross-entropy",
        f"{PROBLEMS}/information_theory/_outcomes.py",
        "*(column[i] for column in columns), x.get(i",
        "*(column[1] for column in columns), x.get(i",
    ),
    Planted(
        "bayes",
        f"{PROBLEMS}/probability/bayes.py",
        "zip(names, priors, likelihoods, strict=True)\n        work.table",
        "zip(names, likelihoods, priors, strict=True)\n        work.table",
    ),
    Planted(
        "entropy",
        f"{PROBLEMS}/information_theory/_outcomes.py",
        'Relation(general, "=", self.signed(term))',
        'Relation(general, "=", term)',
    ),
    Planted(
        "kl",
        f"{PROBLEMS}/information_theory/_outcomes.py",
        'term = Symbol(f"{self.letter}_i"), self.term(log, p["i"], q["i"])',
        'term = Symbol(f"{self.letter}_i"), self.term(log, q["i"], p["i"])',
    ),
    Planted(
        "pool",
        f"{CONVOLUTION}/_entries.py",
        "entry.origin or entry, entry)",
        "entries[0].origin or entry, entry)",
    ),
    Planted(
        "pool",
        f"{CONVOLUTION}/_entries.py",
        'self.work.display(Symbol(f"Y{self.mark}"), Matrix(entries))',
        'self.work.display(Symbol(f"Y{self.mark}"), Matrix(entries[::-1]))',
    ),
    Planted(
        "pool",
        f"{CONVOLUTION}/_entries.py",
        "[self.patch(grid, (1, 1)) for grid",
        "[self.patch(grid, (1, 2)) for grid",
    ),
    Planted(
        "feature-map",
        f"{CONVOLUTION}/feature_map/_filter_map.py",
        "Matrix(tuple(map(tuple, self.reading.read(channel.rows))))",
        "Matrix(tuple(map(tuple, channel.rows)))",
    ),
    Planted(
        "batch",
        f"{DESCENT}/training.py",
        "rows.append([i, *given.inputs[i - 1][:few], y,",
        "rows.append([i, *given.inputs[i - 2][:few], y,",
    ),
    Planted(
        "sgd",
        "solver/record/narrative.py",
        'enumerate(zip_longest(*cells, fillvalue=""), start)]',
        'enumerate(zip_longest(*cells, fillvalue=""), start + 1)]',
    ),
    Planted(
        "gate",
        f"{PERCEPTRONS}/gate.py",
        "rows = zip(self.samples, sums, outputs, errors, strict=True)",
        "rows = zip(self.samples, sums, errors, outputs, strict=True)",
    ),
    Planted(
        "perceptron",
        f"{PERCEPTRONS}/perceptron/_training.py",
        "*self.outcome, *self.changes.cells, *self.weights.cells]",
        "*self.outcome, *self.weights.cells, *self.changes.cells]",
    ),
    Planted(
        "separable",
        f"{PERCEPTRONS}/separable/_derivations.py",
        "left = linear_form(dot([*sample.inputs, lift(1)], unknowns))",
        "left = linear_form(dot([*sample.inputs, lift(2)], unknowns))",
    ),
    Planted(
        "separable",
        f"{PERCEPTRONS}/separable/_derivations.py",
        "[[*s.cells, share] for s, share in taken]",
        "[[*s.cells, taken[0][1]] for s, share in taken]",
    ),
    Planted(
        "cnn",
        f"{CONVOLUTION}/cnn/__init__.py",
        "rows.append((str(layer.number), layer.text, Coordinates(shapes[-1]), count or 0))",
        "rows.append((str(layer.number), layer.text, Coordinates(shapes[-1][::-1]), count or 0))",
    ),
]

NUMBERS = [
    Planted(
        "neuron",
        f"{PERCEPTRONS}/neuron/__init__.py",
        'Relation(s, "=", Number(s.evaluate()))',
        'Relation(s, "=", Number(s.evaluate() + 1))',
    ),
    Planted(
        "gate",
        f"{PERCEPTRONS}/gate.py",
        'work.say(f"The error is {missed if wrong else met}.", wrong=wrong)',
        'work.say(f"The error is {missed if wrong else met}.", wrong=wrong + 1)',
    ),
    Planted(
        "perceptron",
        f"{PERCEPTRONS}/perceptron/_training.py",
        'work.say("Row {row} is the first with a wrong output.", row=first.sample.number)',
        'work.say("Row {row} is the first with a wrong output.", row=first.sample.number + 1)',
    ),
    Planted(
        "separable",
        f"{PERCEPTRONS}/separable/_derivations.py",
        'both sums are one point:", count=count)',
        'both sums are one point:", count=2 * count)',
    ),
    Planted(
        "null-space",
        f"{ALGEBRA}/_vectors.py",
        "free=_unknown(free), value=factor)",
        "free=_unknown(free), value=2 * factor)",
    ),
    Planted(
        "column-space",
        f"{ALGEBRA}/_space.py",
        "Coordinates(tuple(lift(c + 1) for c in columns)",
        "Coordinates(tuple(lift(c) for c in columns)",
    ),
    Planted(
        "eigen",
        f"{ALGEBRA}/eigen.py",
        "rows = [(e.symbol, e.multiplicity, len(space))",
        "rows = [(e.symbol, e.multiplicity, len(space) + 1)",
    ),
    Planted(
        "conv-size",
        f"{CONVOLUTION}/_sliding.py",
        "else self.dilation * (self.window - 1) + 1",
        "else self.dilation * (self.window - 1) + 2",
    ),
    Planted(
        "pool", f"{CONVOLUTION}/_entries.py", "moves {across} to the right", "moves {across + 1} to the right"
    ),
    Planted(
        "cnn",
        f"{CONVOLUTION}/cnn/_layers.py",
        "depth = int(channels) // int(self.groups)",
        "depth = int(channels)",
    ),
    Planted(
        "minibatch",
        f"{DESCENT}/training.py",
        'f"{batch[0]} to {batch[-1]}"',
        'f"{batch[0]} to {batch[-1] + 1}"',
    ),
    Planted(
        "batch",
        f"{DESCENT}/training.py",
        'f"Over all {len(samples)} samples."',
        'f"Over all {len(samples) + 1} samples."',
    ),
    Planted(
        "adam",
        f"{PROBLEMS}/optimizers/_optimizer.py",
        "from the results of step {t - 1}.",
        "from the results of step {t}.",
    ),
    Planted(
        "perceptron",
        f"{PERCEPTRONS}/perceptron/_training.py",
        "the weights after epoch {epoch - 1}",
        "the weights after epoch {epoch}",
    ),
]

NETWORKS = "solver/problems/neural_networks"
ARRAYS = [
    Planted("softmax", f"{NETWORKS}/softmax.py", "own=p_i * (1 - p_i)", "own=p_i * (1 + p_i)"),
    Planted("softmax", f"{NETWORKS}/softmax.py", "other=-(p_i * p_j)", "other=p_i * p_j"),
    Planted("backprop", f"{NETWORKS}/backprop.py", 'which = f", layer {k + 1}"', 'which = f", layer {k}"'),
    Planted(
        "confusion",
        f"{PROBLEMS}/evaluation/confusion/__init__.py",
        "for name, row in zip(self.classes, self.table, strict=True)",
        "for name, row in zip(self.classes, zip(*self.table, strict=True), strict=True)",
    ),
    Planted(
        "backprop",
        f"{NETWORKS}/backprop.py",
        "general = sloped_in_general(by_output, layer.activation, layer.z)",
        "general = sloped_in_general(by_output, layer.activation, layer.a)",
    ),
    Planted(
        "attention",
        "solver/mathematics/formula/arrays.py",
        "return lambda rows: tuple(tuple(rule(row)) for row in rows)",
        "return lambda rows: tuple(tuple(rule(row[:1] + row)[1:]) for row in rows)",
    ),
]

IN_WORDS = [
    Planted(
        "fft-conv",
        f"{CONVOLUTION}/fft_conv.py",
        "product=(a + i * b) * (c + i * d)",
        "product=(a + i * b) * (c - i * d)",
    ),
    Planted(
        "transposed-conv",
        f"{CONVOLUTION}/transposed_conv/__init__.py",
        "first=s * (i - 1) + 1 - p",
        "first=s * (i - 1) + 1 + p",
    ),
    Planted(
        "lr-schedule",
        f"{PROBLEMS}/optimizers/lr_schedule/__init__.py",
        "rising=self.lr * t / self.warmup",
        "rising=self.lr * (t + 1) / self.warmup",
    ),
    Planted(
        "echo-state",
        f"{PROBLEMS}/sequences/echo_state/_spectrum.py",
        'product {s}.", s=sums[1])',
        'product {s}.", s=sums[0])',
    ),
    Planted(
        "normal",
        f"{PROBLEMS}/probability/_measured.py",
        'EVENTS.get(event, ("<",))[0], bounds[-1])',
        'EVENTS.get(event, ("<",))[0], bounds[0] * 2)',
    ),
]

UNDER_WORDS = [
    Planted("roc", f"{PROBLEMS}/evaluation/roc.py", "range(len(tp))), tp, fp,", "range(len(tp))), fp, tp,"),
    Planted(
        "k-fold",
        f"{PROBLEMS}/evaluation/k_fold.py",
        "lift(fold[0]), lift(fold[-1]))",
        "lift(fold[0]), lift(fold[-1] + 1))",
    ),
    Planted(
        "xor",
        f"{PROBLEMS}/neural_networks/xor.py",
        'signs = ("<", ">=", ">=", "<")',
        'signs = ("<", ">=", "<", "<")',
    ),
    Planted(
        "early-stopping",
        f"{PROBLEMS}/regularization/early_stopping.py",
        "rows.append([str(t), loss,",
        "rows.append([str(t - 1), loss,",
    ),
    Planted(
        "hierarchical",
        f"{PROBLEMS}/learning_algorithms/hierarchical.py",
        "(names[j] for j in order[1:])]",
        "(names[j] for j in order[:-1])]",
    ),
    Planted(
        "batch-norm",
        f"{NETWORKS}/_normalization.py",
        "[lift(j), g.mean, g.variance, g.deviation]",
        "[lift(j), g.mean, g.deviation, g.variance]",
    ),
]

NAMED_ARRAYS = [
    Planted(
        "winograd",
        f"{CONVOLUTION}/winograd.py",
        'Symbol("A"), Matrix(a.rows)',
        'Symbol("A"), Matrix(a.rows[::-1])',
    ),
    Planted(
        "im2col",
        f"{CONVOLUTION}/im2col.py",
        "across.below(1), ZERO) for grid",
        "across.below(2), ZERO) for grid",
    ),
    Planted(
        "linear-system",
        f"{ALGEBRA}/linear_system.py",
        "sum_of([Coordinates(tuple(particular)), *terms])",
        "sum_of([Coordinates(tuple(particular)[::-1]), *terms])",
    ),
    Planted(
        "lagrange",
        f"{PROBLEMS}/calculus/lagrange/_elimination.py",
        'Symbol("g"), factored(found.constraint),',
        'Symbol("g"), 2 * factored(found.constraint),',
    ),
    Planted(
        "poisson",
        f"{PROBLEMS}/probability/_counting.py",
        'Symbol("f(k)"), self.mass(k),',
        'Symbol("f(k)"), self.mass(k + 1),',
    ),
]

LETTERS_AND_ORDER = [
    Planted(
        "jacobian",
        f"{PROBLEMS}/calculus/jacobian.py",
        'Symbol(f"d{name}/d{variable}"), derived,',
        'Symbol(f"d{name}/d{variable}"), derived + 1,',
    ),
    Planted(
        "autodiff",
        f"{PROBLEMS}/calculus/autodiff.py",
        "variable=Symbol(variable))",
        "variable=Symbol(self.variables[0]))",
    ),
    Planted(
        "conv1d",
        f"{PROBLEMS}/convolution/conv1d.py",
        'Symbol("y"), Coordinates(tuple(made))',
        'Symbol("y"), Coordinates(tuple(made[::-1]))',
    ),
    Planted(
        "conv1d",
        f"{PROBLEMS}/convolution/conv1d.py",
        "Coordinates(tuple(weights))",
        "Coordinates(tuple(weights[::-1]))",
    ),
    Planted(
        "dilated-conv",
        f"{PROBLEMS}/convolution/dilated_conv.py",
        "grid[i, j] if i and j else ZERO",
        "grid[1, 1] if i and j else ZERO",
    ),
    Planted(
        "conv-backprop",
        f"{PROBLEMS}/convolution/conv_backprop/_pooling.py",
        '(Symbol(grid_name("y", *output)), window',
        '(Symbol(grid_name("y", *output[::-1])), window',
    ),
    Planted(
        "conv-backprop",
        f"{PROBLEMS}/convolution/conv_backprop/_pooling.py",
        "Symbol(x[place].name)))",
        "Symbol(x[windows[output][0]].name)))",
    ),
    Planted(
        "logistic",
        f"{PROBLEMS}/learning_algorithms/logistic.py",
        "if column], start=0)",
        "if column], start=1)",
    ),
    Planted("svd", f"{PROBLEMS}/linear_algebra/svd.py", 'v=Symbol("V").T', 'v=Symbol("V")'),
    Planted(
        "least-squares",
        f"{PROBLEMS}/linear_algebra/least_squares.py",
        'Relation(Symbol("G") * Symbol("beta"), "=", Symbol("c"))',
        'Relation(Symbol("c") * Symbol("beta"), "=", Symbol("G"))',
    ),
    Planted("bfgs", f"{PROBLEMS}/optimizers/bfgs.py", "courses[answer]) for", "courses[answer][::-1]) for"),
    Planted(
        "gradient-descent",
        f"{PROBLEMS}/optimizers/gradient_descent.py",
        "losses)], start=0",
        "losses)], start=1",
    ),
    Planted(
        "mle",
        f"{PROBLEMS}/probability/mle.py",
        "logarithm = s * log(LAMBDA) - n * LAMBDA - log(c)",
        "logarithm = s * log(LAMBDA) - n * LAMBDA + log(c)",
    ),
    Planted("joint", f"{PROBLEMS}/probability/joint.py", "whole=own[place]", "whole=other[1]"),
    Planted(
        "joint", f"{PROBLEMS}/probability/joint.py", "own=own, product=product)", "own=own, product=own)"
    ),
    Planted(
        "bayes",
        f"{PROBLEMS}/probability/bayes.py",
        "Symbol(posteriors[0].name)",
        "Symbol(posteriors[-1].name)",
    ),
    Planted(
        "bayes",
        f"{PROBLEMS}/probability/bayes.py",
        'f"As {cases} cases, counted:"',
        'f"As {10 * cases} cases, counted:"',
    ),
    Planted(
        "conditional",
        f"{PROBLEMS}/probability/conditional.py",
        "a=Text(a), b=Text(b))",
        "a=Text(b), b=Text(a))",
    ),
    Planted(
        "rnn",
        f"{PROBLEMS}/sequences/_recurrent.py",
        'f"Steps {shown + 1} to {steps}"',
        'f"Steps {shown} to {steps}"',
    ),
    Planted(
        "bptt",
        f"{PROBLEMS}/sequences/bptt/__init__.py",
        '"C_t" if self.gated else "h_t"',
        '"h_t" if self.gated else "C_t"',
    ),
    Planted(
        "bptt",
        f"{PROBLEMS}/sequences/bptt/_backward.py",
        "shares[letter][shown:][::-1])",
        "shares[letter][shown:])",
    ),
    Planted(
        "seq2seq",
        f"{PROBLEMS}/sequences/seq2seq.py",
        '"opl", columns, strict=True)], shown + 1',
        '"opl", columns, strict=True)], shown',
    ),
    Planted("gru", f"{PROBLEMS}/sequences/gru.py", "u=u, w=w, whole", "u=w, w=u, whole"),
    Planted(
        "bidirectional-rnn",
        f"{PROBLEMS}/sequences/bidirectional_rnn.py",
        "g=Symbol(first.name))",
        'g=Symbol("g_0"))',
    ),
    Planted(
        "linear-system", f"{PROBLEMS}/linear_algebra/linear_system.py", "Set them to 0.", "Set them to 1."
    ),
    Planted(
        "loss",
        f"{PROBLEMS}/neural_networks/loss/__init__.py",
        "the labels {-1} and 1 in place of 0 and 1",
        "the labels {-2} and 1 in place of 0 and 1",
    ),
    Planted(
        "backprop",
        f"{PROBLEMS}/neural_networks/backprop.py",
        "The slope of a ReLU is 1 where {z} is positive, else 0.",
        "The slope of a ReLU is 0 where {z} is positive, else 1.",
    ),
    Planted(
        "embedding",
        f"{PROBLEMS}/embeddings/embedding.py",
        "is 1 at the index of the word, and 0 elsewhere",
        "is 0 at the index of the word, and 1 elsewhere",
    ),
    Planted(
        "positional-encoding",
        f"{PROBLEMS}/sequences/positional_encoding.py",
        "dimensions, numbered from 0",
        "dimensions, numbered from 1",
    ),
    Planted(
        "hierarchical",
        f"{PROBLEMS}/learning_algorithms/hierarchical.py",
        "there are $n - 1$ merges",
        "there are $n + 1$ merges",
    ),
    Planted(
        "depthwise-separable",
        f"{PROBLEMS}/convolution/depthwise_separable.py",
        "left of the multiplications is $1/K$",
        "left of the multiplications is $2/K$",
    ),
]

ALL = [
    *INDEX_RULES,
    *SIGNS,
    *SUMS,
    *DERIVATIVES,
    *ROW_OPERATIONS,
    *TABLES,
    *NUMBERS,
    *ARRAYS,
    *IN_WORDS,
    *UNDER_WORDS,
    *NAMED_ARRAYS,
    *LETTERS_AND_ORDER,
]
