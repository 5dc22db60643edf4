"""[[phases]] of study.toml: what is read, and what is told and left out."""

from __future__ import annotations

from datetime import date

import pytest

from framing.records.study import Phase
from framing.study.load import load_study

TOML = '[study]\nquestion = "How?"\nlanguage = "en"\n\n[sampling]\nkind = "complete"\n\n'
FIRST = '[[phases]]\nid = "one"\nfrom = "2019-01-01"\nto = "2019-01-31"\n\n'


def test_phases_come_in_order_of_time(make_study):
    later = '[[phases]]\nid = "two"\nname = "The talks"\nfrom = 2019-05-01\nto = 2019-05-31\n\n'
    study = load_study(make_study({"study.toml": TOML + later + FIRST}))
    assert study.problems == ()
    assert study.phases == (
        Phase("one", date(2019, 1, 1), date(2019, 1, 31), "one"),
        Phase("two", date(2019, 5, 1), date(2019, 5, 31), "The talks"),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('from = "2019-05-01"\nto = "2019-06-01"', "a phase has no id"),
        ('id = "x"\nfrom = "2019-05"\nto = "2019-06-01"', "x: from is '2019-05'"),
        ('id = "x"\nfrom = "2019-05-01"', "x: to is ''"),
        ('id = "x"\nfrom = "2019-05-02"\nto = "2019-05-01"', "x: from 2019-05-02 to 2019-05-01"),
        ('id = "one"\nfrom = "2020-05-02"\nto = "2020-06-01"', "one stands twice"),
        ('id = "x"\nfrom = "2019-01-31"\nto = "2019-06-01"', "x and one share days"),
    ],
)
def test_a_broken_phase_is_told_with_its_line_and_left_out(make_study, row, said):
    study = load_study(make_study({"study.toml": f"{TOML}{FIRST}[[phases]]\n{row}\n"}))
    (problem,) = study.problems
    assert problem.found == f"[[phases]] {said}." and not problem.fatal
    assert (problem.file, problem.line) == ("study.toml", 13)
    assert [phase.id for phase in study.phases] == ["one"]


def test_an_unknown_key_is_told_and_the_phase_stays(make_study):
    toml = TOML + FIRST.rstrip() + '\ntitle = "x"\n'
    study = load_study(make_study({"study.toml": toml}))
    assert [p.found for p in study.problems] == ["[[phases]] unknown key 'title'."]
    assert len(study.phases) == 1


def test_one_table_instead_of_a_list_is_told(make_study):
    toml = TOML + FIRST.replace("[[phases]]", "[phases]")
    (problem,) = load_study(make_study({"study.toml": toml})).problems
    assert problem.found == "unknown part 'phases'." and "write [[phases]]" in problem.step
