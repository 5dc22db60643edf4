"""A cache elsewhere than in the study: the same tables, the same files, whoever works."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from framing.engine.parts import cache, fill
from framing.engine.parts import corpus as corpus_module
from framing.engine.run import Run
from framing.engine.verbs.names import names
from framing.scheduling.choose import choose_scheduler, choose_store
from framing.scheduling.jobs import Scheduler
from framing.scheduling.places import Place, open_place
from framing.study.load import load_study

STAGES = ("articles", "text", "layers")


@pytest.fixture(scope="module", autouse=True)
def _parted():
    """Partitions also of a small corpus: 8 buckets, some jobs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "FEWEST", 8)
        patch.setattr(fill, "WORTH_IT", 1)
        patch.setattr(fill, "AT_ONCE", 6)
        patch.setattr(corpus_module, "PARTED", 1)
        yield


@contextmanager
def scheduler_of(kind: str, request: pytest.FixtureRequest) -> Iterator[Scheduler]:
    if kind == "cluster":
        yield request.getfixturevalue("cluster")
        return
    found = choose_scheduler(jobs=int(kind))
    yield found
    found.close()


def files_of(place: Place) -> dict[str, bytes]:
    return {
        f"{stage}/{name}": place.read_bytes(f"{stage}/{name}")
        for stage in STAGES
        for name in place.names(stage)
    }


def answers_of(study, scheduler: Scheduler, place: Place | None) -> list[str]:
    run = Run(study, scheduler=scheduler, store=place)
    return [rows.write_csv() for rows in (names(run), run.tokens, run.layers.facts)]


@pytest.fixture(scope="module")
def own(kurils_folder, tmp_path_factory):
    """What one process gives that keeps partitions in a folder: answers, and all files."""
    place = open_place(tmp_path_factory.mktemp("own"))
    answers = answers_of(load_study(kurils_folder), choose_scheduler(jobs=1), place)
    assert [len(place.names(stage)) for stage in STAGES[:2]] == [8, 16]
    return answers, files_of(place)


@pytest.mark.parametrize(
    ("protocol", "kind"), [("memory", "1"), ("local", "2"), ("file", "cluster")]
)
def test_a_store_by_its_url_holds_the_same_bytes(
    kurils_folder, own, tmp_path, request, protocol, kind
):
    root = f"memory://{uuid.uuid4().hex}" if protocol == "memory" else f"{protocol}://{tmp_path}"
    study = load_study(kurils_folder)
    place = choose_store(root, study.id)
    assert place is not None
    with scheduler_of(kind, request) as scheduler:
        answers = answers_of(study, scheduler, place)
        again = answers_of(study, scheduler, place)
    assert answers == again == own[0]
    assert files_of(place) == own[1]


def test_a_broken_file_of_a_store_is_computed_anew(kurils_folder, own):
    study = load_study(kurils_folder)
    place = open_place(f"memory://{uuid.uuid4().hex}")
    for name, content in own[1].items():
        place.write_bytes(name, content)
    for begins in ("text/tokens-", "layers/names-"):
        place.write_bytes(next(name for name in own[1] if name.startswith(begins)), b"broken")
    run = Run(study, scheduler=choose_scheduler(jobs=1), store=place)
    assert run.tokens.height and run.layers.names.height
    assert {k: v for k, v in files_of(place).items() if "articles/" not in k} == {
        k: v for k, v in own[1].items() if "articles/" not in k
    }
