"""Weights of words (tf-idf): how much each word says about its document.

Keywords: tfidf, term frequency, inverse document frequency, bag of words.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Any

from solver.authoring import Cell, Difficulty, InputError, Problem, RandomStream, Working, parameter
from solver.authoring.domains import NONNEGATIVE, Choice, Domain, Grid, Integer, MatrixOf, Nature, Refused
from solver.authoring.formulas import (
    Formula,
    Symbol,
    Tensor,
    array_of,
    column_of,
    lift,
    norm,
    row_sums,
    sum_of,
    tensor,
)
from solver.authoring.logarithms import ALSO, LOGARITHMS
from solver.domains.words import texts_in
from solver.models import embeddings

TF = {
    "count": "the count of the word in the document",
    "share": "the word's share of the words of the document",
    "log": "1 plus the logarithm of the count",
}
IDF = {
    "textbook": "log(N / df)",
    "smooth": "log(N / (1 + df)) + 1",
    "scikit": "log((1 + N) / (1 + df)) + 1, as in scikit-learn",
    "spark": "log((1 + N) / (1 + df)), as in Spark",
}
MOST_DOCUMENTS, MOST_WORDS, LONGEST = 6, 8, 60
WORDS = ("apple", "bird", "cat", "dog", "fish", "home", "moon", "rain", "sun", "tree")


class Documents(Domain, frozen=True):
    """Documents of words, apart by semicolons."""

    depth = 1

    @property
    def requirement(self) -> str:
        return (
            f"must be up to {MOST_DOCUMENTS} documents separated by semicolons, of {MOST_WORDS} different"
            " words at most"
        )

    @property
    def metavar(self) -> str:
        return "'A B;C D'"

    @property
    def invalid(self) -> tuple[str, ...]:
        return ("", ";", "a;;b", ";".join(["a"] * 7), " ".join(f"w{i}" for i in range(9)), "a " * 61)

    def read(self, text: str, symbol: str) -> tuple[tuple[str, ...], ...]:
        parts = texts_in(text.strip().removesuffix(";"), ";")
        documents = tuple(tuple(part.lower().split()) for part in parts)
        words = {word for document in documents for word in document}
        fits = len(documents) <= MOST_DOCUMENTS and len(words) <= MOST_WORDS
        whole = all(0 < len(document) <= LONGEST for document in documents)
        if not fits or not whole or not all(word.isprintable() and len(word) <= 20 for word in words):
            raise Refused(self.requirement, text)
        return documents

    def show(self, value: tuple[tuple[str, ...], ...]) -> str:
        return "; ".join(map(" ".join, value))


COUNTS = MatrixOf(Integer(least=0, most=1000), MOST_DOCUMENTS, MOST_WORDS)


class TfIdf(Problem):
    """tf-idf(t, d) = tf(t, d) idf(t)."""

    documents: Annotated[tuple[tuple[str, ...], ...] | None, Documents()] = parameter(
        "documents", aliases="texts corpus docs"
    )
    counts: Annotated[Grid | None, COUNTS] = parameter(
        "counts, one row per document, one column per word", symbol="n", instead_of="documents"
    )
    tf: Annotated[str, Choice(tuple(TF), tuple(TF.values()), tuple(TF.values()))] = parameter(
        "term frequency", default="count", convention=True
    )
    idf: Annotated[
        str, Choice(tuple(IDF), tuple(IDF.values()), tuple(IDF.values()), also=(("sklearn", "scikit"),))
    ] = parameter("inverse document frequency", default="textbook", convention=True)
    norm: Annotated[str, Choice(("none", "l2"))] = parameter(
        "norm of a document", default="none", convention=True, quiet=True, note="l2 divides by its length"
    )
    base: Annotated[str, Choice(tuple(LOGARITHMS), also=ALSO)] = parameter(
        "base of the logarithm", default="e", convention=True
    )

    unclear = {"smooth-idf": "is to scikit-learn --idf scikit, and to others --idf smooth: give one of them"}
    idea = "A word says much about a document where it is frequent there and rare in the others."
    sanity = "With the textbook form, a word that stands in every document gets the weight 0."
    source = "Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 6.2"
    example = "--documents 'the cat sat;the dog'"
    version = 2
    model = embeddings.tf_idf
    answers = {
        "tf": "term frequencies, one row per document",
        "idf": "inverse document frequency of each word",
        "tfidf": "weights, one row per document",
    }
    exact_share = {"easy": 1.0, "medium": 0.2, "hard": 0.0}
    allows_zeros = True
    stem = "Words are weighed by tf-idf, in alphabetical order: tf is {frequency}, idf is {rarity}.{more}"
    tasks = (
        "Work out tf, idf and tf-idf of all words, in alphabetical order: tf is {frequency}, idf is {rarity}."
        "{more} Logarithms are to the base {base}.",
        "What are the weights of the words by tf-idf, with tf and idf? Here tf is {frequency}, and idf is"
        " {rarity}, to the base {base}. Take the words in alphabetical order.{more}",
    )
    also_called = {
        "tf": "counts; count matrix; tf matrix; bag of words; bow",
        "tfidf": "w; weights; tf-idf; tf*idf; tf×idf; X",
        "idf": "inverse document frequency",
    }
    mistakes = {
        "all-occurrences": "all occurrences of the word were counted, not the documents that have it",
        "upside-down": "the quotient of the documents was turned upside down",
        "no-logarithm": "the logarithm was left out",
        "added": "tf and idf were added, not multiplied",
        "idf-squared": "idf was multiplied in twice",
        "distinct-words": "the count was divided by the number of different words of the document",
    }

    @property
    def conventions(self) -> Mapping[str, Mapping[str, object]]:
        if self.idf == "scikit" or self.norm == "l2":
            return {}
        defaults = {"tf": "count", "idf": "scikit", "norm": "l2", "base": "e"}
        return {"the defaults of scikit-learn's TfidfVectorizer": defaults}

    @property
    def words(self) -> tuple[str, ...]:
        """The words in alphabetical order; numbers where only counts are given."""
        if self.documents is None:
            return tuple(str(j) for j in range(1, (self.counts.shape[1] if self.counts else 0) + 1))
        return tuple(sorted({word for document in self.documents for word in document}))

    @property
    def other_names(self) -> Mapping[str, Sequence[str]]:
        words = enumerate(self.words, 1) if self.documents is not None else ()
        names = "df({0}); df_{0}; n_{0}; n({0}); document frequency of {0}"
        return {**super().other_names, **{f"df_{j}": self.called(names, word) for j, word in words}}

    @property
    def table(self) -> Grid:
        """How often each word stands in each document."""
        if self.documents is None:
            return self.counts or Grid("n", ())
        rows = [[str(document.count(word)) for word in self.words] for document in self.documents]
        return COUNTS.read(";".join(map(",".join, rows)), "n")

    @property
    def arguments(self) -> dict[str, Any]:
        return {**super().arguments, "counts": COUNTS.as_numbers(self.table, exact=False)}

    @property
    def phrases(self) -> Mapping[str, str]:
        more = " Each document is divided by its Euclidean length." if self.norm == "l2" else ""
        return {"frequency": TF[self.tf], "rarity": IDF[self.idf], "more": more}

    def check(self) -> None:
        counts = self.table.values
        if not all(map(any, counts)) or not all(map(any, zip(*counts, strict=True))):
            raise InputError("--counts", "must have a word in each document, and each word in one")

    def solve(self, work: Working) -> None:
        work.step("Term frequencies", f"Of each word in each document: {TF[self.tf]}.")
        if self.documents is not None:
            rows: list[list[Cell]] = [[str(i), *row] for i, row in enumerate(self.table, 1)]
            told = ("tf",) if self.tf == "count" else ()
            with work.telling(*told):
                work.table(["document", *self.words], rows, "Counts", found=self.words)
        n = tensor(self.table)
        frequencies = self._frequencies(work, n)
        work.answer("tf", frequencies.rows, of=self.words)
        work.step("Inverse document frequencies", "The fewer documents have a word, the more it tells.")
        rarity = column_of(self._rarities(work), "idf")
        work.answer("idf", rarity, of=self.words)
        work.step("Weights", "Each term frequency times the inverse document frequency of its word.")
        right = frequencies * rarity.T
        wrong = {"added": frequencies + rarity.T, "idf-squared": right * rarity.T}
        weights = work.let_array("w", right, mistakes=wrong)
        if self.norm == "l2":
            weights = _normalized(work, weights)
        work.answer("tfidf", weights.rows, of=self.words)

    def _frequencies(self, work: Working, n: Tensor) -> Tensor:
        if self.tf == "count":
            return work.let_array("tf", n)
        if self.tf == "share":
            distinct = [sum(entry.evaluate() > 0 for entry in row) for row in self.table]
            different = column_of(distinct)
            return work.let_array("tf", n / row_sums(n), mistakes={"distinct-words": n / different})
        log = LOGARITHMS[self.base]
        rows = [[1 + log(entry) if entry.value else 0 for entry in row] for row in self.table]
        return work.let_array("tf", array_of(rows))

    def _rarities(self, work: Working) -> list[Symbol]:
        """The inverse document frequency of each word, from the number of documents that have it."""
        columns = list(zip(*self.table, strict=True))
        size = Symbol("N", Fraction(self.table.shape[0]))
        counts = []
        for j, column in enumerate(columns, 1):
            having = lift(sum(entry.evaluate() > 0 for entry in column))
            wrong = {"all-occurrences": sum_of(column)}
            counts.append(work.let(f"df_{j}", having, mistakes=wrong, shown=False))
        work.table(["", *self.words], [["documents with it", *counts]])
        found = []
        for j, df in enumerate(counts, 1):
            wrong = self._rarity(size, df)
            found.append(work.let(f"idf_{j}", wrong.pop(""), mistakes=wrong))
        return found

    def _rarity(self, size: Formula, df: Formula) -> dict[str, Formula]:
        """The inverse document frequency of a word that so many of all documents have, and mistakes in it."""
        log = LOGARITHMS[self.base]
        over = 1 + size if self.idf in ("scikit", "spark") else size
        under = df if self.idf == "textbook" else 1 + df
        more = lift(1 if self.idf in ("smooth", "scikit") else 0)
        forms = {"": log(over / under), "upside-down": log(under / over), "no-logarithm": over / under}
        return {name: form + more if more.evaluate() else form for name, form in forms.items()}

    @property
    def natures(self) -> Mapping[str, Nature]:
        """A word stands in one of the documents, or in so many of them up to all."""
        size = self.table.shape[0]
        possible = (self._rarity(lift(size), lift(df))[""].evaluate() for df in range(1, size + 1))
        longest = 1 if self.norm == "l2" else None
        return {
            "tf": NONNEGATIVE,
            "idf": Nature(among=tuple(possible)),
            "tfidf": Nature(least=0, most=longest),
        }

    @classmethod
    def candidate(cls, draw: RandomStream, difficulty: Difficulty) -> dict[str, object] | None:
        """Four documents whose logarithms are whole, then shares, then the form of a library."""
        words, count = draw.some(WORDS, 4), 4 if difficulty == "easy" else 3
        documents = [[draw.choice(words) for _ in range(draw.integer(2, 4))] for _ in range(count)]
        if difficulty == "hard" and any(len(set(document)) == 1 for document in documents):
            return None
        held = [sum(word in document for document in documents) for word in words]
        if 0 in held or min(held) == max(held) or (difficulty == "easy" and 3 in held):
            return None
        if held.count(count) > 1:  # what stands everywhere weighs nothing, or the least
            return None
        givens: dict[str, object] = {"documents": ";".join(map(" ".join, documents))}
        if difficulty == "easy":
            return {**givens, "base": "2"}
        if difficulty == "medium":
            return {**givens, "tf": draw.choice(("share", "count"))}
        idf, length = draw.choice(("scikit", "spark", "smooth")), draw.choice(("none", "l2"))
        return {**givens, "idf": idf, "norm": length}


def _normalized(work: Working, weights: Tensor) -> Tensor:
    """Each row divided by its length; one of zeros stays."""
    work.step("Length 1", "Each document is divided by its Euclidean length; one of zeros alone stays.")
    lengths = []
    for i, row in enumerate(weights.rows, 1):
        length = work.let(f"l_{i}", norm(Tensor(f"w_{i}", (row,))))
        lengths.append((length if length.value else lift(1),))
    return work.let_array("u", weights / Tensor("l", tuple(lengths)))
