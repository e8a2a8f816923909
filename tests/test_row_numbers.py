"""Samples as people name them: by row numbers, by their own numbers, by letters, or sorted into groups."""

import pytest

from solver.cli.app import run as command

MEANS = ["k-means", "--data", "1,1;2,1;8,9;9,9", "--centroids", "1,1;2,1"]
TREE = ["hierarchical", "--distances", "0,2,6;2,0,5;6,5,0", "--linkage", "complete"]
NEAR = ["knn", "--data", "1,1;2,1;8,9;3,3", "--labels", "a,a,b,b", "--query", "2,2", "--k", "3"]
WIDE = ["svm", "--x", "1,1;2,2;3,3;0,0", "--y=-1,1,1,-1"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (MEANS, "assignments=1,1,2,2"),
        (MEANS, "assignments=0,0,1,1"),
        (MEANS, "labels = [0 0 1 1]"),
        (MEANS, "assignments=A,A,B,B"),
        (MEANS, "clusters = C1, C1, C2, C2"),
        (MEANS, "assignments={1,2},{3,4}"),
        (MEANS, "{1,2} and {3,4}"),
        (MEANS, "{1.5,1},{8.5,9}"),
        (MEANS, "assignments={{3,4},{1,2}}"),
        (MEANS, "assignments: {1,2} and {3,4}"),
        (MEANS, "assignments={(1,1),(2,1)},{(8,9),(9,9)}"),
        (MEANS, "clusters A: 1,2; B: 3,4"),
        (MEANS, "cluster 1: 1, 2; cluster 2: 3, 4"),
        (MEANS, "C1={(1,1),(2,1)}, C2={(8,9),(9,9)}"),
        (MEANS, "A={1,2}, B={3,4}"),
        (MEANS, "c_2=(8.5,9)"),
        (TREE, "merges={1,2},{{1,2},3}"),
        (TREE, "merges=(1,2),((1,2),3)"),
        (TREE, "merges={A,B},{A,B,C}"),
        (NEAR, "neighbours={4,1,2}"),
        (NEAR, "neighbours=x1, x2, x4"),
        (NEAR, "neighbours={(1,1),(2,1),(3,3)}"),
        (WIDE, "support_vectors=2,1"),
        (WIDE, "support_vectors={(1,1),(2,2)}"),
        (WIDE, "SV = {x_1, x_2}"),
    ],
)
def test_samples_may_be_named_so(question, answer, capsys):
    assert command(["check", *question, "--answer", answer]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        (MEANS, "assignments=A,B,B,B", "value 2 wrong"),
        (MEANS, "assignments=0,1,1,1", "value 2 wrong"),
        (MEANS, "assignments={1},{2,3,4}", "value 2 wrong"),
        (MEANS, "assignments={1,3},{2,4}", "value 2 and value 3 are exchanged"),
        (MEANS, "A={1,3}, B={2,4}", "value 2, value 3 wrong"),
        (MEANS, "assignments=2,2,1,1", "wrong"),
        (TREE, "merges={1,3},{{1,3},2}", "row 1, value 2 wrong"),
        (TREE, "merges={A,C},{A,B,C}", "row 1, value 2 wrong"),
        (NEAR, "neighbours={(1,1),(2,1),(8,9)}", "not among them: 3"),
        (NEAR, "neighbours=x1, x2, x3", "not among them: x3"),
        (WIDE, "support_vectors={(1,1),(3,3)}", "not among them: 3"),
        (WIDE, "support_vectors={(1,2),(2,2)}", "wrong"),
    ],
)
def test_other_samples_are_wrong(question, answer, told, capsys):
    assert command(["check", *question, "--answer", answer]) == 1
    assert told in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("answer", "right", "told"),
    [
        ("merges={2,1}", True, "2 of 5 values given"),
        ("merges={1,3,2}", True, "3 of 5 values given"),
        ("merges={{1,2},3}", True, "3 of 5 values given"),
        ("merges[2]={3,1,2}", True, "merges[2]: right"),
        ("merges={2,1},{1,3,2}", True, "merges: right"),
        ("merges={1,3}", False, "row 1, value 2 wrong"),
        ("merges={1,2,3},{1,2}", False, "merges: wrong"),
    ],
)
def test_single_sets_have_no_order_either(answer, right, told, capsys):
    assert (command(["check", *TREE, "--answer", answer]) == 0) is right
    assert told in capsys.readouterr().out


def test_folds_may_be_given_in_part(capsys):
    question = ["check", "k-fold", "--samples", "7", "--k", "3", "--answer"]
    assert command([*question, "folds={3,2,1}"]) == 0
    assert "3 of 7 values given" in capsys.readouterr().out
    assert command([*question, "folds={3,2,1},{5,4}"]) == 0
    assert command([*question, "folds={3,2,4}"]) == 1


def test_some_of_the_points_are_a_part(capsys):
    command(["check", *WIDE, "--answer", "support_vectors={(1,1)}"])
    assert "2 are wanted" in capsys.readouterr().out


def test_single_numbers_are_points_where_samples_are_numbers():
    question = ["check", "k-means", "--data", "1;2;8;9;10", "--centroids", "1;2", "--answer"]
    assert command([*question, "clusters={1,2} and {8,9,10}"]) == 0
    assert command([*question, "C1={1,2}; C2={8,9,10}"]) == 0
    assert command([*question, "clusters={1,2,8} and {9,10}"]) == 1


@pytest.mark.parametrize(
    ("question", "answer", "status"),
    [
        (["matrices", "--a", "1,2;3,4", "--b", "1,0;2,1"], "product_22=4", 0),
        (["matrices", "--a", "1,2;3,4", "--b", "1,0;2,1"], "product_{2,1}=11", 0),
        (["matrices", "--a", "1,2;3,4", "--b", "1,0;2,1"], "product_12=11", 1),
        (["matrices", "--a", "1,2;3,4", "--b", "1,0;2,1"], "product_33=4", 2),
        (["inverse", "--matrix", "4,1;2,3"], "inverse_21=-0.2", 0),
        (["hessian", "--loss", "w1^2*w2", "--at", "w1=1,w2=2"], "hessian_11=4", 0),
    ],
)
def test_an_entry_of_an_answer_may_be_named_by_its_row_and_column(question, answer, status):
    assert command(["check", *question, "--answer", answer]) == status
