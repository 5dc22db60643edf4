"""What every test may use: the seeds, the teaching corpus, and a builder of tiny studies."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from framing.engine.run import Run
    from framing.reporting import Report, ReportInputs
    from framing.scheduling.cluster import Cluster

ROOT = Path(__file__).parents[1]
FIRST_EVENTS = ("talks-moscow", "investment-forum", "fishery-quota")

# The same examples in every run, on every machine: a red test stays red.
settings.register_profile("framing", derandomize=True, deadline=None, database=None)
settings.load_profile("framing")

_ALPHA_TALKS = """\
Ministers open talks on Blue Islands

LAKEPORT, May 6. /XY/. The ministers of North and South opened talks on the Blue Islands on Monday.

"The Blue Islands are not for sale," Minister Ana Norte said in Lakeport.

The islands were seized by the South in the autumn of 1945.
"""
_BETA_FERRY = """\
Ferry to the Blue Islands sails again

The ferry to the Blue Islands sailed on Tuesday for the first time since the storm in March.

Captain Bo Sund told reporters that forty people were on board.
"""
_GAMMA_TALKS = """\
South hopes for a treaty

LAKEPORT: The South hopes for a treaty on the Green Islands, as it calls the four islets.

Minister Sol Sur said that the Green Islands belong to South.
"""

# A study with nothing wrong in it: two groups, three outlets, three articles, two events.
GOOD: dict[str, str | bytes] = {
    "study.toml": """\
[study]
id = "tiny"
question = "How do they write about the islands?"
language = "en"

[sampling]
kind = "complete"

[events.talks]
name = "Talks in Lakeport"

[events.ferry]
name = "The ferry sails again"
""",
    "outlets.csv": "outlet,group\nAlpha,North\nBeta,North\nGamma,South\n",
    "articles.csv": (
        "file,outlet,date,event\n"
        "alpha_talks.txt,Alpha,2019-05-06,talks\n"
        "beta_ferry.txt,Beta,2019-05-07,ferry\n"
        "gamma_talks.txt,Gamma,2019-05-06,talks\n"
    ),
    "articles/alpha_talks.txt": _ALPHA_TALKS,
    "articles/beta_ferry.txt": _BETA_FERRY,
    "articles/gamma_talks.txt": _GAMMA_TALKS,
    "codebook/codebook.yaml": """\
codebook: tiny
version: 1
language: en
sides: [North, South]
actors:
  north: {side: North, type: official, names: [(north|norte)]}
  south: {side: South, type: official, names: [(south|sur)]}
names:
  islands:
    wordings:
      blue: {side: North, patterns: [blue islands]}
      green: {side: South, patterns: [green islands]}
stance:
  north_owns:
    favour: [islands are not for sale]
    against: [islands (belong|belongs) to @south]
facts:
  taking:
    target: north_owns
    wordings:
      seized: {position: favour, acts: ["islands ~4 act:seized [by agent:@south]"]}
""",
}

MakeStudy = Callable[..., Path]


@pytest.fixture
def make_study(tmp_path: Path) -> MakeStudy:
    """A folder with a good study in it; ``changes`` replaces files (None: leaves them out)."""

    def make(changes: Mapping[str, str | bytes | None] | None = None, name: str = "tiny") -> Path:
        folder = tmp_path / name
        for file, content in {**GOOD, **(changes or {})}.items():
            if content is None:
                continue
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real articles beside the repository; not part of a clone."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip(f"{folder}/seeds is not there: the five real articles are not in the clone")
    return folder


@pytest.fixture(scope="session")
def kurils_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the first three events of the teaching corpus, with their key: small and quick.

    A copy, so that no cache is written into the repository.
    """
    folder = tmp_path_factory.mktemp("corpora") / "kurils"
    _copy_corpus(folder)
    settings = folder / "study.toml"
    text = settings.read_text("utf-8")
    for event in re.findall(r"^\[events\.(.+)\]$", text, re.MULTILINE):
        if event not in FIRST_EVENTS:
            text = re.sub(rf"^\[events\.{event}\]\n(?:.+\n)+\n", "", text, flags=re.MULTILINE)
    settings.write_text(text, "utf-8")
    for listed in (folder / "articles.csv", folder / "events.csv", *folder.glob("key/*.csv")):
        head, *lines = listed.read_text("utf-8").splitlines(keepends=True)
        kept = [line for line in lines if _is_first(line.split(",")[0])]
        listed.write_text(head + "".join(kept), "utf-8")
    for article in folder.glob("articles/*.txt"):
        if not _is_first(article.name):
            article.unlink()
    return folder


def _copy_corpus(folder: Path) -> None:
    shutil.copytree(ROOT / "corpora/kurils", folder, ignore=shutil.ignore_patterns(".framing"))


def _is_first(file: str) -> bool:
    """Whether an article is of one of the first three events."""
    return file.endswith(tuple(f"_{event}.txt" for event in FIRST_EVENTS))


@pytest.fixture(scope="session")
def kurils(kurils_folder: Path) -> Run:
    """One run over the first three events of the teaching corpus, computed once."""
    import framing

    return framing.open_study(kurils_folder)


@pytest.fixture(scope="session")
def coded_kurils(kurils: Run, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The teaching corpus with a sample of voices that three invented coders have coded.

    They leave what the tool says at one unit in eight, of the group China at one in four; every
    unit on which they differ is adjudicated, but for each tenth.
    """
    import framing
    from framing.study.coding.samples import rows_to_csv, write_sample

    folder = tmp_path_factory.mktemp("coded") / "kurils"
    shutil.copytree(kurils.study.folder, folder)
    run = framing.open_study(folder)
    sample = framing.sample(run, "voice", n=240)
    write_sample(sample)
    rows: list[tuple[object, ...]] = []
    units = sample.units.sort("unit").select("unit", "group", "predicted", "place")
    for k, (unit, group, tool, place) in enumerate(units.iter_rows()):
        others = [label for label in sample.variable.labels if label != tool]
        truth = others[k % 2] if k % (4 if group == "China" else 8) == 0 else tool
        differ = k % 7 == 3
        said = {"ana": truth, "bo": truth, "cy": others[0] if differ else truth}
        rows += [(unit, label, coder, "independent", place) for coder, label in said.items()]
        if differ and k % 10:
            rows.append((unit, truth, "teacher", "adjudicated", place))
    (sample.folder / "codes").mkdir()
    text = rows_to_csv(("unit", "label", "coder", "phase", "place"), rows)
    (sample.folder / "codes/class.csv").write_text(text, "utf-8")
    return framing.open_study(folder)


@pytest.fixture(scope="session")
def islands_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the whole teaching corpus: six events, 36 articles."""
    folder = tmp_path_factory.mktemp("islands") / "kurils"
    _copy_corpus(folder)
    return folder


@pytest.fixture(scope="session")
def islands(islands_folder: Path) -> Run:
    """One run over the whole teaching corpus, computed once; ``kurils`` is quicker."""
    import framing

    return framing.open_study(islands_folder)


@pytest.fixture(scope="session")
def kurils_inputs(kurils: Run) -> ReportInputs:
    """What a report of ``kurils`` is built from, computed once."""
    from framing.engine.verbs.report import gather

    return gather(kurils)


@pytest.fixture(scope="session")
def kurils_report(kurils_inputs: ReportInputs) -> Report:
    """The report of the first three events of the teaching corpus."""
    from framing.reporting import build_report

    return build_report(kurils_inputs)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A Dask cluster of two processes on loopback; nobody closes it but the session."""
    from framing.scheduling.cluster import start_local
    from framing.scheduling.limits import MEMORY

    started = start_local(2, MEMORY)
    yield started
    started.close()
