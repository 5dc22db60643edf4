from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from framing.cli import main
from framing.errors import UsageError
from framing.study.outputs import check_output


@pytest.mark.parametrize(
    "out",
    ["study.toml", "articles.csv", "outlets.csv", "articles/new.csv", "raw/ledger.csv",
     "codebook/codebook.yaml", "articles/../outlets.csv"],
)  # fmt: skip
def test_what_a_study_reads_is_not_written_over(make_study, out):
    folder = make_study()
    with pytest.raises(UsageError, match="Nothing was written"):
        check_output(folder, folder / out)


def test_codes_that_are_there_are_kept_and_a_first_sheet_is_not_refused(make_study):
    folder = make_study()
    codes = folder / "coding" / "coded.csv"
    check_output(folder, codes)
    codes.parent.mkdir()
    codes.write_text("article,variable,label\n", "utf-8")
    done = CliRunner().invoke(main, ["names", str(folder), "--out", str(codes)])
    assert done.exit_code == 2
    assert codes.read_text("utf-8") == "article,variable,label\n"


def test_results_may_stand_beside(make_study, tmp_path: Path):
    folder = make_study()
    check_output(folder, folder / "names.csv")
    check_output(folder, tmp_path / "names.csv")
