"""A scope is printed in one line, and read back from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import UsageError
from framing.records.scope import ESTIMANDS, ROLES, VOICES, Scope

names = st.lists(st.text("abc- .&/", min_size=1), max_size=3).map(tuple)


@given(
    st.sets(st.sampled_from(VOICES)).map(tuple),
    st.sets(st.sampled_from(ROLES), min_size=1).map(tuple),
    st.sampled_from(ESTIMANDS),
    st.sampled_from(("", "once", "all")),
    names,
    names,
)
def test_a_printed_scope_is_read_back(voice, role, copies, repeats, events, outlets) -> None:
    scope = Scope(
        voice=voice, role=role, copies=copies, repeats=repeats, events=events, outlets=outlets
    )
    assert Scope.parse(str(scope)) == scope


@pytest.mark.parametrize(
    "line", ["", "published once", "authored; x", "authored; colour=red", "authored; voice=radio"]
)
def test_other_lines_are_refused(line: str) -> None:
    with pytest.raises(UsageError, match="allowed"):
        Scope.parse(line)
