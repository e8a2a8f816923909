"""Names in words, compared with what answers mean: "mean absolute error", "size of the output"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

from msgspec import Struct

from solver.checking.written.american import american
from solver.checking.written.spelled_names import Spelled, loose, strict
from solver.patterns import regex
from solver.record.solution import Answer

Words: TypeAlias = frozenset[str]

LONGEST_PHRASE = 12
"""Number of words that a name has at most."""

_WORD = regex(r"[^\W\d_]+(?:'s)?|\d+")
_IN_WORDS = regex(r"[\s(#]*[^\W_][\w\s()'#./?-]*")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z][a-z])")
_PREPOSITIONS = regex(
    r"\s(?:of|by|in|at|for|from|with|without|after|before|over|to|between|on|behind|that|which|when|whose|until"
    r"|under|than|per|given)\s|, a row"
)
_COUNTED = regex(r"(?P<number>numbers? of )?(?:(?:value|entries|share) of )?(?:all |the )*")
_SCORE = regex(r"(?<=[a-z\d])_score$")
_EMPTY = frozenset(
    (
        *(
            "a",
            "an",
            "the",
            "of",
            "by",
            "in",
            "at",
            "for",
            "from",
            "with",
            "to",
            "on",
            "and",
            "or",
            "is",
            "are",
        ),
        *("its", "all", "each", "every", "per", "over", "value", "result", "answer"),
        *("my", "our", "we", "get", "so", "thus", "then", "hence", "therefore"),
        *(
            "function",
            "have",
            "has",
            "under",
            "torch",
            "np",
            "numpy",
            "sklearn",
            "nn",
            "linalg",
            "metrics",
            "scipy",
        ),
        *("keras",),
    )
)
"""Words that tell nothing apart, where there are others."""

_SHORT: Mapping[str, tuple[str, ...]] = {
    "acc": ("accuracy",),
    "activations": ("output",),
    "attn": ("attention",),
    "avg": ("mean",),
    "average": ("mean",),
    "bce": ("binary", "cross", "entropy"),
    "ce": ("cross", "entropy"),
    "centres": ("center",),
    "coef": ("coefficient",),
    "coeff": ("coefficient",),
    "convolutional": ("convolution",),
    "conv": ("convolution",),
    "count": ("number",),
    "n": ("number",),
    "no": ("number",),
    "num": ("number",),
    "corr": ("correlation",),
    "cov": ("covariance",),
    "dist": ("distance",),
    "dims": ("size",),
    "dimensions": ("size",),
    "err": ("error",),
    "freq": ("frequency",),
    "grad": ("gradient",),
    "init": ("initial",),
    "inv": ("inverse",),
    "mac": ("multiplication",),
    "macs": ("multiplication",),
    "max": ("maximum",),
    "min": ("minimum",),
    "mult": ("multiplication",),
    "mults": ("multiplication",),
    "neg": ("negative",),
    "nll": ("negative", "log", "likelihood"),
    "param": ("parameter",),
    "params": ("parameter",),
    "pos": ("positive",),
    "pred": ("prediction",),
    "predicted": ("prediction",),
    "predictions": ("prediction",),
    "prob": ("probability",),
    "probs": ("probability",),
    "recon": ("reconstruction",),
    "reg": ("regularization",),
    "rec": ("reconstruction",),
    "shape": ("size",),
    "shapes": ("size",),
    "sim": ("similarity",),
    "std": ("standard", "deviation"),
    "stddev": ("standard", "deviation"),
    "updated": ("new",),
    "val": ("validation",),
    "var": ("variance",),
    "vec": ("vector",),
}


NOTATION: Mapping[str, tuple[str, ...]] = {
    "mean": ("mu", "E", "E(X)", "mu_X", "EX", "xbar", "expectation", "expected value"),
    "variance": ("sigma^2", "s^2", "Var(X)", "sigma^2_X", "sigma_X^2", "VarX", "D(X)"),
    "standard deviation": (
        "sigma",
        "s",
        "sd",
        "stdev",
        "std dev",
        "SD(X)",
        "sqrt(Var(X))",
        "sqrt(Var)",
        "sd_X",
    ),
    "covariance": ("cov", "C", "Cov(X,Y)"),
    "correlation": ("rho", "r"),
    "loss": ("L", "J", "E", "C", "cost", "objective"),
    "gradient": ("g", "gradf", "gradL", "gradJ"),
    "output": ("out", "o", "y", "yhat"),
    "Hessian": ("H", "h"),
    "prediction": ("yhat",),
    "error": ("e",),
}
"""The letters that are in use everywhere for what an answer is in words."""

NUMBERED = ("loss", "gradient", "Hessian", "prediction", "error")
"""What is worked out at each step of many a loop, where it is no answer, and has the letter that is usual."""

_OPERAND = regex(r"\b(?:[^\W\d_]|first|second|third)\b")
"""What a difference or a ratio is of: single letters, or what is counted."""

_DIRECTED = regex(r"\b(?:from|less|minus|given|to|over|by|than|per|against|with)\b")
"""Words before the second of two operands that may not change places."""

UPDATED = frozenset(("new", "updated"))
FINAL = UPDATED | {"final", "last"}
RANKING = frozenset(("largest", "smallest", "highest", "lowest", "biggest", "greatest", "least"))
PLACING = FINAL | {"first", "second", "third"}
OTHER = frozenset(("initial", "old", "previous", "next", "negative", "minus", "inverse", "other", "not"))
DECIDING = PLACING | RANKING | OTHER
"""Words that a name may not lose: they say of which number it is, or that it is another one."""


_EACH_STEP = regex(r"\bafter (?:each|every)\b|\b(?:in|at) (?:each|every) (?:step|epoch|update|iteration)\b")

_OF_EACH = regex(r"\b(?:each|every|per|for all)\s+(?:of\s+the\s+)?([^\W\d_]+)")
"""What there is one part for each of: the number of parameters of each layer."""

_IF_ANY = regex(r"\bthat (?:has|have) any\b")
"""What is told of those things alone that have it."""


def is_of_end(answer: Answer) -> bool:
    """Whether an answer is what the last step alone leads to, as its phrase says."""
    return not FINAL.isdisjoint(answer.phrase.split())


def is_each_step(answer: Answer) -> bool:
    """Whether it is told of each step."""
    return _EACH_STEP.search(answer.phrase) is not None


def nouns_of(answer: Answer) -> Sequence[Words]:
    """What there is one part of an answer for each of."""
    return [words_of(noun) for noun in _OF_EACH.findall(answer.phrase)]


def tells_if_any(answer: Answer) -> bool:
    """Whether an answer has no entry for a thing that has none of what it tells: 0 may be written for it."""
    return _IF_ANY.search(answer.phrase) is not None


def is_called(name: str, said: Sequence[str], text: str) -> bool:
    """Whether all words of a name stand in a text, those that decide in the same order."""
    order = [word for word in re.findall(r"[a-z]+", text.lower()) if word in said]
    return words_of(name) <= words_of(text) and order == list(said)


def _is_turned(name: str, texts: Iterable[str]) -> bool:
    """Whether a name has the operands of a text in another order, and words between them that tell the order:
    the divergence of g from f is none of f from g.
    """
    own = _OPERAND.findall(name)
    if len(own) < 2 or _DIRECTED.search(name) is None:
        return False
    orders = [[operand for operand in _OPERAND.findall(text) if operand in own] for text in texts]
    alike = [order for order in orders if sorted(order) == sorted(own)]
    return bool(alike) and own not in alike


@lru_cache(maxsize=4096)
def words_of(text: str) -> Words:
    """The words of a name that tell something, each in one form."""
    spelled = _CAMEL.sub(" ", _SCORE.sub("", text)).replace("#", "number ").replace("_", " ").lower()
    found = _WORD.findall(spelled)[: LONGEST_PHRASE + 1]
    plain = [form for word in found for form in _SHORT.get(word, (_singular(word.removesuffix("'s")),))]
    telling = frozenset(plain) - _EMPTY
    return telling or frozenset(plain)


def _singular(word: str) -> str:
    word = american(word)
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "xes", "ches", "shes")) and len(word) > 5:
        return word[:-2]
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    return word[:-1] if is_plural else word


def letters_noted(name: str) -> Sequence[str]:
    """The letters and signs that words stand for in a loop: g for the gradient."""
    wanted = words_of(name) if _is_in_words(name) else frozenset[str]()
    return next((NOTATION[meaning] for meaning in NUMBERED if words_of(meaning) == wanted), ())


class Meanings(Struct, frozen=True, dict=True):
    """What the answers of a solution mean, in words.

    Attributes:
        answers: the answers.
        others: what they are called elsewhere, by their names.
    """

    answers: Sequence[Answer]
    others: Mapping[str, Sequence[str]]

    def meant(self, name: str) -> list[Answer]:
        """The answers that a name in words may stand for: those that have it as their name, or else as a part
        of what they mean. None where the name has other signs than words.
        """
        wanted = words_of(name)
        if not _is_in_words(name) or len(wanted) > LONGEST_PHRASE or wanted in self.quantities:
            return []
        for choose in (self._called, self._headed, self._told):
            found = [answer for answer in self.answers if choose(answer, wanted)]
            if found:
                return [answer for answer in found if not self._is_other(answer, name)]
        return []

    def told_with(self, name: str) -> list[Answer]:
        """All answers whose names and words have those of a name: the ratio beside the variance explained."""
        wanted = words_of(name) if _is_in_words(name) else frozenset[str]()
        known = ((a, words_of(a.phrase) | words_of(a.name)) for a in self.answers)
        return [answer for answer, words in known if len(wanted) > 1 and wanted <= words]

    def _is_other(self, answer: Answer, name: str) -> bool:
        return _is_turned(name, (answer.phrase, *self.others.get(answer.name, ())))

    def _called(self, answer: Answer, wanted: Words) -> bool:
        return wanted in self._names[answer.name]

    def _headed(self, answer: Answer, wanted: Words) -> bool:
        """Whether they are what an answer is, without what it is of."""
        own = words_of(head_of(answer.phrase))
        return wanted in (own, own - {"number"})

    def _told(self, answer: Answer, wanted: Words) -> bool:
        """Whether they are among the words of what an answer means, and say what it is."""
        head = _WORD.findall(head_of(answer.phrase))[-1:]
        kinds = words_of(head[0] if head else "") | words_of(answer.name)
        if len(wanted) < 2 or wanted.isdisjoint(kinds):
            return False
        told = words_of(answer.phrase) | words_of(answer.name)
        return any(wanted <= known | kinds for known in (told, *self._names[answer.name]))

    def noted(self, name: Spelled) -> list[Answer]:
        """The answers for which a letter or sign stands everywhere, or whose initials they are."""
        exact = self._noted.get(name.strict, ())
        # A small letter is another than a capital one.
        found = exact or (self._noted_loosely.get(name.loose, ()) if len(name.loose) > 1 else ())
        return list({answer.name: answer for answer in found}.values())

    def notations(self, answer: Answer) -> Iterable[str]:
        """The letters and signs that stand for an answer everywhere."""
        own = words_of(answer.name)
        return (sign for meaning, signs in NOTATION.items() if words_of(meaning) == own for sign in signs)

    @cached_property
    def _noted(self) -> dict[str, list[Answer]]:
        found: dict[str, list[Answer]] = {}
        for answer in self.answers:
            for sign in self.notations(answer):
                found.setdefault(strict(sign), []).append(answer)
        return found

    @cached_property
    def _noted_loosely(self) -> dict[str, list[Answer]]:
        found: dict[str, list[Answer]] = {}
        for sign, answers in self._noted.items():
            found.setdefault(loose(sign), []).extend(answers)
        return found

    @cached_property
    def _names(self) -> dict[str, list[Words]]:
        return {answer.name: list(map(words_of, self._known(answer))) for answer in self.answers}

    @cached_property
    def quantities(self) -> dict[Words, str]:
        """The quantities that have a name in words elsewhere."""
        own = {answer.name for answer in self.answers}
        return {
            words_of(other): name
            for name, others in self.others.items()
            for other in others
            if name not in own and _is_in_words(other)
        }

    def _known(self, answer: Answer) -> Iterable[str]:
        known = (answer.name, *self.others.get(answer.name, ()))
        return filter(_is_in_words, known)


_RECKONED = regex(r"(?<!\w)\d\s*[-−/]|/\s*\d")
"""A number that something is taken from or divided by: 1 - recall is not the recall."""


def _is_in_words(name: str) -> bool:
    is_spelled = _IN_WORDS.fullmatch(name) is not None and re.search(r"[^\W\d_]{3}", name) is not None
    return is_spelled and _RECKONED.search(name) is None


def head_of(phrase: str) -> str:
    """What a phrase says something is, without what it is of: "mean absolute error" of "… of the samples"."""
    counted = _COUNTED.match(phrase)
    number, start = ("number ", counted.end()) if counted and counted["number"] else ("", 0)
    start = counted.end() if counted else start
    return number + _PREPOSITIONS.split(phrase[start:], maxsplit=1)[0]
