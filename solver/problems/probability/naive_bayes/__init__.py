"""Naive Bayes: the class of a text or of features, as if these were independent.

Keywords: spam filter, laplace smoothing, nb.
"""

from collections.abc import Mapping, Sequence, Sized
from functools import cached_property
from typing import Annotated, Any, TypeAlias

from solver.authoring import Difficulty, InputError, Problem, RandomStream, Working, listed, parameter
from solver.authoring.domains import (
    DISTRIBUTION,
    NONNEGATIVE,
    Choice,
    Distribution,
    Grid,
    Labels,
    MatrixOf,
    Refused,
    Scalar,
    Switch,
    Words,
)
from solver.authoring.formulas import Formula, Symbol, Text, lift, product_of_sequence, sum_of
from solver.models import naive_bayes as models
from solver.problems.probability.naive_bayes import _sampling
from solver.problems.probability.naive_bayes._factors import Counter, Factor, gaussian
from solver.problems.probability.naive_bayes._samples import (
    MOST_FEATURES,
    MOST_SAMPLES,
    Texts,
    ValueRows,
    require_one_spelling,
    words_of,
)

Rows: TypeAlias = tuple[tuple[str, ...], ...]

HOW = {
    "multinomial": " The model of words is multinomial, and the smoothing is added to each count.",
    "bernoulli": " The model of words is Bernoulli: each one of the vocabulary occurs or does not. The"
    " smoothing is added to each count.",
    "categorical": " The smoothing is added to each count.",
    "gaussian": " Features are normal in each class, with the divisor {divisor} in the variances.",
}
"""The conventions in force, for the task."""

TOLD = {
    "multinomial": ("Words", "({top})/({bottom}), with {N} words in the class and {V} in the vocabulary."),
    "bernoulli": ("Words", "({top})/({bottom}), where the word is in count of the class's {n} messages."),
    "categorical": (
        "Values",
        "({top})/({bottom}), with {n} samples of the class and {K} values of a feature.",
    ),
    "gaussian": ("Densities", "The normal density of each feature, with its mean and variance in the class."),
}
"""How the factors come about: title and reason."""

_LETTERS = {name: Symbol(name) for name in ("a", "n", "N", "K", "V")}

BOTTOMS = {
    "multinomial": _LETTERS["N"] + _LETTERS["a"] * _LETTERS["V"],
    "bernoulli": _LETTERS["n"] + _LETTERS["a"] + _LETTERS["a"],
    "categorical": _LETTERS["n"] + _LETTERS["a"] * _LETTERS["K"],
}
"""What a count is divided by, with its smoothing."""


OF_A_CLASS = {
    "P({0}|query)": "posterior_{0}; posterior({0}); posterior of {0}; P(C={0}|x); P(y={0}|x)",
    "P({0})": "P(C={0}); P(y={0}); prior_{0}; prior({0}); pi_{0}",
    "score({0})": "score_{0}; score of {0}; P({0},x)",
}
"""What else the posterior, the prior and the score of a class are called."""

EVIDENCE = ("x", "X", "d", "w", "message", "text", "document", "word", "words", "features", "sample")
"""What the query is called behind the bar of a posterior."""


class NaiveBayes(Problem):
    """P(c|x) is proportional to P(c) times the product of all P(x_j|c)."""

    messages: Annotated[Rows | None, Texts()] = parameter("messages", aliases="texts documents docs")
    table: Annotated[Rows | None, ValueRows()] = parameter(
        "table", note="of words: one row per sample", aliases="features"
    )
    data: Annotated[Grid | None, MatrixOf(most_rows=MOST_SAMPLES, most_columns=MOST_FEATURES)] = parameter(
        "data", symbol="x", note="numbers, of normal distributions", aliases="x"
    )
    labels: Annotated[tuple[str, ...], Labels(most=MOST_SAMPLES)] = parameter("labels", aliases="y classes")
    query: Annotated[tuple[str, ...], Words(most=MOST_FEATURES, longest=90)] = parameter(
        "query", note="the text or the features to classify", aliases="test new x-test"
    )
    model_: Annotated[str, Choice(("multinomial", "bernoulli"))] = parameter(
        "model of words", default="multinomial", convention=True, quiet=True, aliases="event-model"
    )
    smoothing: Annotated[Symbol, Scalar(at_least=0, rational=True)] = parameter(
        "smoothing", symbol="a", default="1", note="added to each count", aliases="alpha laplace"
    )
    priors: Distribution | None = parameter("priors", note="the labels' shares by default")
    keep_unknown: Switch = parameter("unknown words kept", note="those of the query that no sample has")
    unbiased: Switch = parameter("variances divided by n - 1", convention=True)

    ways = (("messages",), ("table",), ("data",))
    idea = "The features count as independent in each class, so a product of simple shares gives its score."
    sanity = "The posteriors sum to 1, and the label is the class with the largest score."
    source = "Manning, Raghavan and Schütze, Introduction to Information Retrieval, chapter 13"
    example = "--messages 'free money; see you; free win' --labels spam,ham,spam --query 'free you'"
    model = models.naive_bayes
    answers = {
        "priors": "prior of each class",
        "likelihoods": "factors, one row per class",
        "scores": "prior times factors of each class",
        "posteriors": "posterior of each class",
        "label": "predicted class",
    }
    natures = {
        **dict.fromkeys(("priors", "posteriors"), DISTRIBUTION),
        **dict.fromkeys(("scores", "likelihoods"), NONNEGATIVE),
    }
    criteria = {"label": "which class has the largest posterior"}
    version = 2
    exact_share = {"easy": 0.0, "medium": 0.0, "hard": 0.0}
    stem = "Naive Bayes learns the classes {classes} from the samples below.{how}"
    tasks = (
        "Naive Bayes learns the classes {classes} from the samples below.{how} Work out the priors, the"
        " factors of the query, the scores, the posteriors and the predicted class.",
        "To which of the classes {classes} does naive Bayes assign the query?{how} Give priors, factors,"
        " scores and posteriors as well.",
    )
    also_called = {
        "priors": "P(c); P(C); P(y); P(class); class priors",
        "likelihoods": "P(w|c); P(x|y); conditional probabilities; factors",
        "scores": "joint; unnormalized posteriors; products; P(c)P(x|c)",
        "posteriors": "P(c|x); P(y|x); P(C|x)",
        "label": "c^*; argmax; c_MAP; c_NB; C; classification; category; y; yhat; class; prediction",
    }
    mistakes = {
        "equal-priors": "all classes were taken to be equally frequent",
        "prior-left-out": "the prior was left out of the score",
        "not-normalized": "the scores were not divided by their sum",
        "no-smoothing": "nothing was added to the counts",
        "one-added": "the addition to the denominator was not multiplied by the number of different kinds",
        "texts-counted": "the number of messages was taken in place of that of their words",
        "absence-ignored": "the words that the query lacks were left out",
        "other-divisor": "the variance was divided by {other divisor}",
        "root-left-out": "the root was left out of the normal density",
        "deviation-for-variance": "the standard deviation was put in for the variance",
    }

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        each = {
            head.format(name): self.called(names, name)
            for head, names in OF_A_CLASS.items()
            for name in self.classes
        }
        asked = words_of(" ".join(self.query)) if self.messages is not None else self.query
        evidence = (*EVIDENCE, " ".join(asked), ",".join(asked))
        for name in self.classes:
            each[f"P({name}|query)"] += [f"P({name}|{known})" for known in evidence]
        return {**each, **super().other_names}

    @property
    def kind(self) -> str:
        """The model of a sample."""
        if self.messages is not None:
            return self.model_
        return "categorical" if self.table is not None else "gaussian"

    @property
    def phrases(self) -> Mapping[str, str]:
        divisor, other = ("n - 1", "n") if self.unbiased else ("n", "n - 1")
        how = HOW[self.kind].format(divisor=divisor)
        return {"classes": listed(self.classes), "how": how, "other divisor": other}

    @property
    def listed_as(self) -> Mapping[str, None]:
        """Densities are not smoothed."""
        return {"smoothing": None} if self.kind == "gaussian" else {}

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """In the order of their first appearance."""
        return tuple(dict.fromkeys(self.labels))

    @property
    def rows(self) -> Sequence[Sequence[Any]]:
        """The samples as they are given."""
        return self.messages or self.table or (self.data.rows if self.data else ())

    @cached_property
    def vocabulary(self) -> list[str]:
        """The words of all messages."""
        return list(dict.fromkeys(word for text in self.messages or () for word in text))

    @cached_property
    def sizes(self) -> list[int]:
        """How many values each feature of a table has."""
        return [len(set(column)) for column in zip(*self.table or (), strict=True)]

    @cached_property
    def kept(self) -> list[int]:
        """The features of a table that count: those whose value in the query some sample has."""
        columns = list(zip(*self.table or (), strict=True))
        return [j for j, column in enumerate(columns) if self.keep_unknown or self.query[j] in column]

    @cached_property
    def asked(self) -> Sequence[Any]:
        """What of the query counts: its words, values or numbers."""
        if self.data is not None:
            return [Scalar().read(text, f"q_{j}") for j, text in enumerate(self.query, 1)]
        if self.table is not None:
            require_one_spelling([*self.table, self.query])
            return [self.query[j] for j in self.kept]
        words = words_of(" ".join(self.query))
        return [word for word in words if self.keep_unknown or word in self.vocabulary]

    @property
    def samples(self) -> Sequence[Sequence[Any]]:
        """The samples with the features that count."""
        return [[row[j] for j in self.kept] for row in self.table] if self.table else self.rows

    @cached_property
    def groups(self) -> list[list[Sequence[Any]]]:
        """The samples of each class."""
        pairs = list(zip(self.samples, self.labels, strict=True))
        return [[row for row, label in pairs if label == name] for name in self.classes]

    def check(self) -> None:
        _as_many("--labels", self.labels, len(self.rows), "samples")
        if len(self.classes) < 2 or any("|" in name for name in self.classes):
            raise InputError("--labels", "must name two classes or more, without vertical bars")
        if self.priors is not None:
            _as_many("--priors", self.priors, len(self.classes), "classes")
        if self.messages is None:
            _as_many("--query", self.query, len(self.rows[0]), "features")
        try:
            known = len(self.asked)
        except Refused as refused:
            raise InputError("--query", refused.requirement, refused.got) from None
        if not known and self.kind != "bernoulli":
            raise InputError("--query", "must have something that a sample has")
        columns = (
            [column for group in self.groups for column in zip(*group, strict=True)] if self.data else []
        )
        if any(len({entry.value for entry in column}) < 2 for column in columns):
            raise InputError("--data", "must vary within each class, in each feature")

    def solve(self, work: Working) -> None:
        priors = self._priors(work)
        title, reason = TOLD[self.kind]
        letters: dict[str, Formula] = {**_LETTERS, "top": Text("count") + _LETTERS["a"]}
        work.step(title, reason, bottom=BOTTOMS.get(self.kind, Text("")), **letters)
        factors = self._factors(work)
        work.answer("likelihoods", [[factor.symbol for factor in row] for row in factors])
        work.step("Scores", "The prior of each class times all of its factors.")
        scores = [self._score(work, *parts) for parts in zip(self.classes, priors, factors, strict=True)]
        work.answer("scores", scores)
        work.step("Posteriors", "The scores divided by their sum.")
        values = [score.evaluate() for score in scores]
        if max(values) == 0:
            work.say("All scores are 0: no class could have brought this forth, and 0/0 has no value.")
            return
        posteriors = [
            work.let(f"P({name}|query)", score / sum_of(scores), mistakes={"not-normalized": score})
            for name, score in zip(self.classes, scores, strict=True)
        ]
        work.answer("posteriors", posteriors)
        with work.telling("label"):
            if values.count(max(values)) > 1:
                work.say("Several classes have the largest score; the first one is taken.")
        work.answer("label", self.classes[values.index(max(values))], words=self.classes)

    def _priors(self, work: Working) -> list[Symbol]:
        names = [f"P({name})" for name in self.classes]
        reason = "The share of each class among the samples." if self.priors is None else "They are given."
        work.step("Priors", reason)
        if self.priors is None:
            wrong = {"equal-priors": lift(1) / len(names)}
            found = [
                work.let(name, lift(len(group)) / len(self.labels), mistakes=wrong)
                for name, group in zip(names, self.groups, strict=True)
            ]
        else:
            found = [prior.renamed(name) for prior, name in zip(self.priors, names, strict=True)]
        work.answer("priors", found)
        return found

    def _factors(self, work: Working) -> list[list[Factor]]:
        """Record the factors of each class."""
        asked = words_of(" ".join(self.query)) if self.messages else self.query
        if self.data is None and len(asked) > len(self.asked):
            left_out = ", ".join(word for word in asked if word not in self.asked)
            work.say("No sample has {words}: left out.", words=Text(left_out))
        found = []
        for k, (name, group) in enumerate(zip(self.classes, self.groups, strict=True), 1):
            work.say("For {name}:", name=Text(name))
            found.append(self._of_class(Counter(work, name, self.smoothing), k, group))
        return found

    def _of_class(self, counter: Counter, k: int, group: Sequence[Any]) -> list[Factor]:
        match self.kind:
            case "multinomial":
                return counter.multinomial(group, self.asked, self.vocabulary)
            case "bernoulli":
                return counter.bernoulli(group, self.asked, self.vocabulary)
            case "categorical":
                return counter.categorical(group, self.asked, [self.sizes[j] for j in self.kept])
        return gaussian(counter.work, k, group, self.asked, unbiased=self.unbiased)

    def _score(self, work: Working, name: str, prior: Symbol, row: Sequence[Factor]) -> Symbol:
        product = [factor.multiplied for factor in row]
        wrong = {"prior-left-out": product_of_sequence(product)}
        present = [factor.multiplied for factor in row if not factor.is_absence]
        if len(present) < len(row):
            wrong["absence-ignored"] = product_of_sequence([prior, *present])
        return work.let(f"score({name})", product_of_sequence([prior, *product]), mistakes=wrong)

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> Mapping[str, object] | None:
        """Messages, then rows of words, then numbers or the words of the Bernoulli model."""
        if difficulty == "easy":
            return _sampling.mail(draw)
        if difficulty == "medium":
            return _sampling.weather(draw)
        return draw.choice((_sampling.numbers(draw), {**_sampling.mail(draw), "model": "bernoulli"}))

    def is_suitable(self, difficulty: Difficulty, work: Working) -> bool:
        """Whether one class is likelier."""
        scores = [work.quantities[f"score({name})"].symbol.value for name in self.classes]
        return len(set(scores)) == len(scores)


def _as_many(option: str, entries: Sized, wanted: int, what: str) -> None:
    """Refuse what does not fit the samples."""
    if len(entries) != wanted:
        raise InputError(option, f"must be as many as the {what}, {wanted}", str(len(entries)))
