"""What a problem leaves free, signs and bases, is as the student chose it, and all else follows from that."""

import json

import numpy as np
import pytest

from solver import registry
from solver.checking.comparing.nearest_turns import nearest_turn
from solver.checking.marking import check
from solver.checking.verdicts import Kind
from solver.checking.written.answer_parser import read_claim
from solver.cli.app import run as command

FINE = {Kind.RIGHT, Kind.EQUIVALENT}

MATRICES = (
    "2,0;0,2",
    "1,1;1,-1",
    "1,0,0;0,1,0",
    "1,0;0,1;0,0",
    "2,1,1;1,2,1;1,1,2",
    "1,2;2,4;0,0",
    "1,1,1;1,1,1;1,1,1",
    "2,0,0,0;0,2,0,0;0,0,2,0;0,0,0,5",
)


def kinds(command, *claims, **givens):
    problem = registry.find(command).load().of(**givens)
    verdicts = check(problem, [read_claim(claim) for claim in claims]).verdicts
    return [{finding.kind for finding in verdict.findings} for verdict in verdicts]


def array_of(text):
    return np.array([[float(entry) for entry in row.split(",")] for row in text.split(";")])


def written(array, digits=5):
    rows = np.where(abs(array) < 1e-12, 0, array)
    return ";".join(",".join(f"{entry:.{digits}g}" for entry in row) for row in np.atleast_2d(rows))


def turn(size, rng):
    return np.linalg.qr(rng.normal(size=(size, size)))[0]


def groups(numbers):
    """The first and last positions of equal numbers that stand together."""
    first = 0
    while first < len(numbers):
        last = first + int(np.sum(abs(numbers[first:] - numbers[first]) < 1e-9))
        yield slice(first, last)
        first = last


def decomposed(a, full, rng):
    """U, the singular values and V of NumPy, with other vectors wherever they are free."""
    u, s, vt = np.linalg.svd(a, full_matrices=full)
    v = vt.T.copy()
    for group in groups(s):
        q = turn(group.stop - group.start, rng)
        v[:, group] = v[:, group] @ q
        u[:, group] = u[:, group] @ (q if s[group.start] > 1e-9 else turn(len(q), rng))
    rank = int((s > 1e-9).sum())
    if full:
        for units in (u, v):
            units[:, rank:] = units[:, rank:] @ turn(units.shape[1] - rank, rng)
    return u, s, v


@pytest.mark.parametrize("full", ["false", "true"])
@pytest.mark.parametrize("matrix", MATRICES)
def test_any_singular_vectors_are_right(matrix, full):
    rng = np.random.default_rng(1)
    a = array_of(matrix)
    u, s, v = decomposed(a, full == "true", rng)
    np.testing.assert_allclose(u[:, : len(s)] @ np.diag(s) @ v[:, : len(s)].T, a, atol=1e-12)
    claims = (f"u={written(u)}", f"v={written(v)}")
    for some in (claims, claims[:1], claims[1:]):
        assert set.union(*kinds("svd", *some, matrix=matrix, full=full)) <= FINE


def test_vectors_that_do_not_belong_together_are_wrong():
    """U is A V over the singular values: after a turn of V alone it is another one."""
    rng = np.random.default_rng(2)
    a = array_of("2,1,1;1,2,1;1,1,2")
    u, s, v = decomposed(a, False, rng)
    u[:, 1:] = u[:, 1:] @ turn(2, rng)
    assert abs(u @ np.diag(s) @ v.T - a).max() > 0.1
    both = kinds("svd", f"u={written(u)}", f"v={written(v)}", matrix="2,1,1;1,2,1;1,1,2")
    assert Kind.WRONG in set.union(*both)


@pytest.mark.parametrize("wrong", ["0.6,-0.8;0.8,0.7", "1,0.6;0,0.8", "0.6,0.6;0.8,0.8"])
def test_vectors_that_are_not_orthonormal_are_wrong(wrong):
    assert Kind.WRONG in kinds("svd", f"v={wrong}", matrix="2,0;0,2")[0]


def test_columns_that_completed_a_basis_may_be_turned_around_alone():
    u, _, v = np.linalg.svd(array_of("3,0;0,1;0,0;0,0"))
    u[:, 2] *= -1
    claims = (f"u={written(u)}", f"v={written(v.T)}")
    assert set.union(*kinds("svd", *claims, matrix="3,0;0,1;0,0;0,0", full="true")) <= FINE


CROSS = "1,0,0;-1,0,0;0,1,0;0,-1,0;0,0,1;0,0,-1"


@pytest.mark.parametrize("kept", [1, 2, 3])
@pytest.mark.parametrize("data", [CROSS, "1,1;1,-1;-1,1;-1,-1", "1,2,3;4,5,7;7,9,1;2,2,2"])
def test_components_of_equal_variances_may_be_any(data, kept):
    x = array_of(data)
    if kept > x.shape[1]:
        return
    centered = x - x.mean(axis=0)
    sigma, axes = np.linalg.svd(centered)[1:]
    rng = np.random.default_rng(3)
    for group in groups(sigma):
        axes[group] = turn(group.stop - group.start, rng) @ axes[group]
    claims = (f"components={written(axes[:kept])}", f"scores={written(centered @ axes[:kept].T)}")
    for some in (claims, claims[:1], claims[1:]):
        assert set.union(*kinds("pca", *some, data=data, components=kept)) <= FINE


def test_a_mistake_is_found_in_scores_along_turned_components():
    """The data along the component, turned around, without their mean subtracted."""
    x = array_of("2.5,2.4;0.5,0.7;2.2,2.9")
    axis = np.linalg.svd(x - x.mean(axis=0))[2][:1]
    axis *= -np.sign(axis[0, 0])
    claims = (f"components={written(axis)}", f"scores={written(x @ axis.T)}")
    problem = registry.find("pca").load().of(data="2.5,2.4;0.5,0.7;2.2,2.9", components=1)
    assert set(check(problem, [read_claim(claim) for claim in claims]).mistakes) == {"raw-scores"}


@pytest.mark.parametrize("matrix", ["2,1,1;1,2,1;1,1,2", "1,2;2,-2", "3,0,0;0,3,0;0,1,5"])
def test_an_inverse_goes_with_the_eigenvectors_that_were_chosen(matrix):
    """Unit vectors at right angles have their transpose as inverse, which is a mistake with others."""
    sizes, vectors = np.linalg.eig(array_of(matrix))
    vectors = vectors[:, np.argsort(-sizes)]
    claims = (f"vectors={written(vectors, 4)}", f"inverse={written(np.linalg.inv(vectors), 4)}")
    assert set.union(*kinds("eigendecomposition", *claims, matrix=matrix)) <= FINE
    wrong = np.linalg.inv(vectors) + np.diag([0.2] + [0] * (len(vectors) - 1))
    off = kinds("eigendecomposition", claims[0], f"inverse={written(wrong, 4)}", matrix=matrix)
    assert not off[1] <= FINE


def test_the_nearest_turn_meets_every_entry_within_its_rounding():
    rng = np.random.default_rng(4)
    for size in (2, 3, 4):
        axes, q = turn(6, rng)[:, :size], turn(size, rng)
        exact = axes @ q
        slack = 0.5 * 10.0 ** (np.floor(np.log10(abs(exact))) - 3)
        rounded = np.round(exact / (2 * slack)) * 2 * slack
        found = nearest_turn([(axes, rounded, slack)], size)
        np.testing.assert_allclose(found.T @ found, np.eye(size), atol=1e-12)
        assert (abs(axes @ found - rounded) <= 1.5 * slack).all()


@pytest.mark.parametrize(
    ("matrix", "rank", "right", "wrong"),
    [
        ("1,0;0,1", "1", "0,0;0,1", "1,0;0,1"),
        ("1,0;0,1", "1", "0.5,0.5;0.5,0.5", "0.5,0.5;0.5,0.6"),
        ("1,0;0,1", "1", "0.36,0.48;0.48,0.64", "0.36,0.48;0.48,0.36"),
        ("3,0;0,3;0,0", "1", "1.08,1.44;1.44,1.92;0,0", "0,3;0,0;0,0"),
        ("0,2;2,0", "1", "1,1;1,1", "2,0;0,0"),
        ("2,0,0;0,2,0", "1", "1,1,0;1,1,0", "1,1,0;1,1,1"),
        ("5,0,0;0,2,0;0,0,2", "2", "5,0,0;0,1,1;0,1,1", "0,0,0;0,2,0;0,0,2"),
    ],
)
def test_an_approximation_alone_tells_which_equal_terms_were_kept(matrix, rank, right, wrong):
    question = ["check", "svd", "--matrix", matrix, "--rank", rank, "--answer"]
    assert command([*question, f"approximation={right}"]) == 0
    assert command([*question, f"approximation={wrong}"]) == 1


@pytest.mark.parametrize(
    ("command", "matrix", "name"),
    [
        ("null-space", "0", "basis"),
        ("column-space", "2,4", "basis"),
        ("eigen", "5", "eigenvectors"),
        ("eigen", "5", "v_1"),
        ("eigendecomposition", "5", "vectors"),
    ],
)
def test_a_vector_of_one_entry_needs_no_brackets(command, matrix, name):
    for value in ("7", "-1/2", "(7)", "[[7]]"):
        assert set.union(*kinds(command, f"{name}={value}", matrix=matrix)) <= FINE
    assert kinds(command, f"{name}=0", matrix=matrix) == [{Kind.WRONG}]


EIGEN = ["check", "eigendecomposition", "--matrix", "4,1;2,3"]
SVD = ["check", "svd", "--matrix", "4,0;3,-5"]
PCA = ["check", "pca", "--data", "2.5,2.4;0.5,0.7;2.2,2.9", "--components", "1"]


def answered(question, *answers):
    return command([*question, *(part for answer in answers for part in ("--answer", answer))])


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("inverse=2/3,1/3;1/3,-1/3", 0),
        ("inverse=1/3,-1/3;2/3,1/3", 0),
        ("inverse=0.667,0.333;0.333,-0.333", 0),
        ("inverse=0.943,0.471;0.745,-0.745", 0),
        ("inverse=2/3,1/3;1/3,1/3", 1),
        ("inverse=0.700,0.333;0.333,-0.333", 1),
        ("inverse=2/3,1/3;0,0", 1),
        ("inverse=0,0;0,0", 1),
    ],
)
def test_an_inverse_alone_tells_its_columns(answer, status):
    assert answered(EIGEN, answer) == status


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (EIGEN, ["vectors=[1 1;1 -2]", "inverse=2/3,1/3;-1/3,1/3"]),
        (SVD, ["v=-0.7071,0.7071;0.7071,0.7071", "u=0.4472,0.8944;0.8944,-0.4472"]),
        (SVD, ["v=0.7071,0.7071;-0.7071,0.7071", "u=0.4472,-0.8944;0.8944,0.4472"]),
        (PCA, ["components=0.6814,0.7319", "scores=-0.8152,1.792,-0.9767"]),
        (PCA, ["components=-0.6814,-0.7319", "scores=0.8152,-1.792,0.9767"]),
    ],
)
def test_two_choices_that_do_not_go_together_are_told(question, answers, capsys):
    assert answered(question, *answers) == 1
    assert "does not go with the signs or vectors of your other answers" in " ".join(
        capsys.readouterr().out.split()
    )
    assert answered(question, answers[0]) == answered(question, answers[1]) == 0


@pytest.mark.parametrize("half", ["1/2", "0.5", "0.500"])
def test_an_inverse_alone_may_be_that_of_vectors_that_a_harmless_mistake_leads_to(half):
    """The columns of its inverse are (1, 1) and (1, -1), eigenvectors of both eigenvalues."""
    inverse = np.array([[0.5, 0.5], [0.5, -0.5]])
    columns = np.linalg.inv(inverse)
    assert np.allclose(columns @ np.diag([3.0, 1.0]) @ inverse, [[2, 1], [1, 2]])
    problem = registry.find("eigendecomposition").load().of(matrix="2,1;1,2")
    claim = read_claim(f"inverse={half},{half};{half},-{half}")
    assert check(problem, [claim]).is_right


@pytest.mark.parametrize(
    ("eigenvalues", "vectors", "status"),
    [
        ("5,2", "[[1,1],[1,-2]]", 0),
        ("2,5", "[[1,1],[-2,1]]", 0),
        ("2,5", "[[1,1],[1,-2]]", 1),
        ("5,2", "[[1,1],[-2,1]]", 1),
    ],
)
def test_a_decomposition_has_its_vectors_in_the_order_of_its_eigenvalues(eigenvalues, vectors, status):
    """Else they are not those of the matrix again: V diag(lambda) V^-1 is another one."""
    assert answered(EIGEN, f"eigenvalues={eigenvalues}", f"vectors={vectors}") == status
    v, spectrum = np.array(json.loads(vectors), float), [float(part) for part in eigenvalues.split(",")]
    assert np.allclose(v @ np.diag(spectrum) @ np.linalg.inv(v), [[4, 1], [2, 3]]) is (status == 0)


DIAGONALIZED = ("eigendecomposition", "4,1;2,3")
"""The eigenvalues 5 and 2 have the eigenvectors (1, 1) and (1, -2)."""

SHEARED = ("svd", "3,0;4,5")
"""The product of A transposed and A is [25, 20; 20, 25]: the singular values are the roots of 45 and of 5."""

SPREAD = ("pca", "3,3;-3,-3;1,-1;-1,1;0,0")
"""The sums of products are [20, 16; 16, 20]: the variances are 9 along (1, 1) and 1 along (1, -1)."""

NUMBERED_FREELY = [
    (DIAGONALIZED, "λ1=2; λ2=5; v1=(1,-2); v2=(1,1)", True),
    (DIAGONALIZED, "λ1=2; λ2=5; v1=(-0.447, 0.894); v2=(0.707, 0.707)", True),
    (DIAGONALIZED, "λ1=2; λ2=5; v1=(1,1); v2=(1,-2)", False),
    (DIAGONALIZED, "λ1=2; λ2=5; v1=(1,-2); v2=(1,1); P^-1=[[1/3,-1/3],[2/3,1/3]]", True),
    (DIAGONALIZED, "λ1=2; λ2=5; v1=(1,-2); v2=(1,1); P^-1=[[2/3,1/3],[1/3,-1/3]]", False),
    (DIAGONALIZED, "v1=(1,1); v2=(2,2)", False),
    # One column alone is chosen otherwise: all that is made of both follows.
    (DIAGONALIZED, "v2=(1,-2); det(V)=-3; inverse=2/3,1/3;1/3,-1/3", True),
    (DIAGONALIZED, "v2=(1,-2); inverse=2/3,1/3;-1/3,1/3", False),
    # The inverse of V turned around is the adjugate of V as well, whose determinant is -1.
    (("eigendecomposition", "5,3;-6,-4"), "inverse=2,1;-1,-1", True),
    (SHEARED, "σ1=√5; σ2=3√5; u1=(3/√10,-1/√10); u2=(1/√10,3/√10); v1=(1/√2,-1/√2); v2=(1/√2,1/√2)", True),
    (SHEARED, "σ1=2.236; σ2=6.708; v1=(-0.707,0.707); v2=(0.707,0.707)", True),
    (SHEARED, "σ1=2.236; σ2=6.708; v1=(0.707,0.707); v2=(-0.707,0.707)", False),
    (SHEARED, "σ1=√5; σ2=3√5; u1=(1/√10,3/√10); u2=(3/√10,-1/√10); v1=(1/√2,-1/√2); v2=(1/√2,1/√2)", False),
    (SPREAD, "λ1=1; λ2=9; v1=(0.707,-0.707); v2=(0.707,0.707)", True),
    (SPREAD, "λ1=1; λ2=9; v1=(0.707,0.707); v2=(0.707,-0.707)", False),
    (SPREAD, "eigenvalues=1,9; components=(0.707,-0.707),(0.707,0.707); ratio=0.1,0.9", True),
    (SPREAD, "components=(0.707,-0.707),(0.707,0.707)", False),
    (SPREAD, "eigenvalues=1,9; ratio=0.9,0.1", True),
    # As NumPy prints the vectors of a symmetric matrix, in columns.
    (("eigen", "2,1;1,3"), "[[-0.85065081 -0.52573111] [ 0.52573111 -0.85065081]]", True),
    (("eigen", "2,1;1,3"), "[[-0.8507, -0.5257], [0.5257, -0.8507]]", False),
    (("eigen", "2,1;1,3"), "[[0.8507, -0.5257], [0.5257, -0.8507]]", False),
]


@pytest.mark.parametrize(("problem", "written", "is_right"), NUMBERED_FREELY)
def test_vectors_are_numbered_as_their_numbers_are(problem, written, is_right):
    name, matrix = problem
    given = {"data": matrix} if name == "pca" else {"matrix": matrix}
    claims = written.split("; ") if "=" in written else [f"eigenvectors={written}"]
    found = kinds(name, *claims, **given)
    assert (set.union(*found) <= FINE) == is_right


def test_vectors_by_their_names_are_the_matrix_that_they_make_up():
    problem = registry.find("svd").load().of(matrix="3,0;4,5")
    written = "u1=(1/√10,3/√10); u2=(3/√10,-1/√10); v1=(1/√2,1/√2); v2=(1/√2,-1/√2); sigma=6.708,2.236"
    report = check(problem, [read_claim(claim) for claim in written.split("; ")], 8.0)
    assert (report.missing, report.earned) == ((), 8.0)
