"""What a small text may become in memory is bounded before it is read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.engine.errors import Refusal
from picpik_studio.engine.parsing import MOST_DEPTH, MOST_PARTS, demand_few, parsed, parts_in

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=40,
)


def values_in(value: object) -> int:
    """Count the objects that Python makes of a JSON value, names left out."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(values_in, inside))


@given(st.dictionaries(st.text(), VALUES), st.integers(1, 50))
def test_no_json_has_more_values_than_were_counted_however_it_comes(value: dict[str, Any], length: int) -> None:
    data = json.dumps(value).encode()
    counted = sum(parts_in(data[start : start + length]) for start in range(0, len(data), length))
    assert values_in(value) <= 2 * counted  # a list or an object counts itself, and its first element beside it
    assert parsed(data) == value


def test_more_parts_than_a_call_has_are_refused() -> None:
    demand_few(MOST_PARTS)
    with pytest.raises(Refusal, match=f"more than {MOST_PARTS}") as refusal:
        demand_few(MOST_PARTS + 1)
    assert refusal.value.code == 240


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_what_is_nested_too_deep_is_refused_at_any_depth(opening: str, closing: str) -> None:
    def nested(depth: int) -> bytes:
        return f'{{"x": {opening * depth}1{closing * depth}}}'.encode()

    assert parsed(nested(MOST_DEPTH - 1))
    for depth in (MOST_DEPTH, 500):
        with pytest.raises(Refusal, match=f"nested more than {MOST_DEPTH} deep"):
            parsed(nested(depth))
    with pytest.raises(Refusal, match="not a JSON object"):
        parsed(nested(100_000))
