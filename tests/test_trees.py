"""Trees of ids: order, depth, what lies above and below, and circles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitegen.trees import Tree, circles

FAMILY = {"a": None, "b": "a", "c": "a", "d": "b", "x": None, "e": "b"}


@st.composite
def forests(draw: st.DrawFn) -> dict[str, str | None]:
    """Ids of which each stands below an earlier one or none, in any order."""
    size = draw(st.integers(1, 25))
    parents = {f"n{i}": draw(st.sampled_from([None, *(f"n{j}" for j in range(i))])) for i in range(size)}
    return {key: parents[key] for key in draw(st.permutations(list(parents)))}


def test_each_stands_before_those_below_it() -> None:
    tree = Tree(FAMILY)
    assert list(tree) == ["a", "b", "d", "e", "c", "x"]
    assert tree.depth == {"a": 1, "b": 2, "d": 3, "e": 3, "c": 2, "x": 1}


def test_above_and_below() -> None:
    tree = Tree(FAMILY)
    assert tree.above("d") == ["a", "b"]
    assert tree.below("a") == ["b", "d", "e", "c"]
    assert tree.leaves("a") == ["d", "e", "c"]
    assert tree.leaves() == ["d", "e", "c", "x"]
    assert tree.leaves("x") == ["x"]


def test_who_names_nobody_known_is_topmost() -> None:
    assert Tree({"a": "gone"}).depth == {"a": 1}


def test_circles_are_found_each_once() -> None:
    assert circles({"a": "b", "b": "a", "c": "a", "d": "d", "e": None}) == [["a", "b"], ["d"]]


@given(forests())
def test_a_forest_has_no_circle_and_keeps_all_its_ids(parents: dict[str, str | None]) -> None:
    assert circles(parents) == []
    tree = Tree(parents)
    assert sorted(tree) == sorted(parents)
    for key, parent in parents.items():
        assert tree.depth[key] == len(tree.above(key)) + 1
        assert tree.below(key) == [other for other in tree if key in tree.above(other)]
        assert parent is None or key in tree.below(parent)


@given(forests(), st.data())
def test_whoever_is_put_below_his_own_descendant_is_found(
    parents: dict[str, str | None], data: st.DataObject
) -> None:
    tree = Tree(parents)
    key = data.draw(st.sampled_from(list(parents)))
    below = data.draw(st.sampled_from([key, *tree.below(key)]))
    (circle,) = circles({**parents, key: below})
    assert {key, below} <= set(circle)
