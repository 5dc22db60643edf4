from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from framing.annotate.layers import Layers
from framing.engine.parts import fill as module
from framing.engine.parts.cache import Cache
from framing.engine.parts.fill import fill, group_buckets
from framing.engine.parts.stages import LAYERS, TEXT, Stages
from framing.engine.run import Run
from framing.errors import UsageError
from framing.scheduling.choose import choose_scheduler
from framing.scheduling.here import Here
from framing.scheduling.places import Folder

CORPUS = Path(__file__).resolve().parents[3] / "corpora" / "kurils"


def stages_of(study) -> Stages:
    return Stages({}, dict(study.corrections), study.codebook)


def tables_of(study, **how):
    scheduler = choose_scheduler(**how)
    try:
        run = Run(study, scheduler=scheduler)
        return {
            **dict(zip(Layers._fields, run.layers, strict=True)),
            "segments": run.segments,
            "tokens": run.tokens,
        }
    finally:
        scheduler.close()


@pytest.mark.parametrize("how", [{"jobs": 2}, {"cluster": "local:2"}], ids=str)
def test_every_scheduler_gives_what_one_process_gives(study, how):
    one = tables_of(study, jobs=1)
    shutil.rmtree(study.cache)
    others = tables_of(study, **how)
    assert one["names"].height > 0
    for name, rows in one.items():
        assert rows.equals(others[name]), name


def test_workers_fill_the_whole_cache(study):
    cache, stages = Cache(Folder(study.cache)), stages_of(study)
    fill(stages, cache, study.articles, Here(), stage=LAYERS)
    for stage in (TEXT, LAYERS):
        keys = cache.keys(study.articles, stages.depends(stage))
        assert not cache.stale(stage, keys, tables=("segments",) if stage == TEXT else ("names",))


def test_without_a_place_nothing_is_filled(study):
    class Nobody(Here):
        def run(self, jobs, *, tell=None):
            pytest.fail("a job was planned")

    fill(stages_of(study), Cache(None), study.articles, Nobody(), stage=TEXT)


def test_buckets_are_grouped_whole_and_bounded(monkeypatch):
    monkeypatch.setattr(module, "AT_ONCE", 4)
    sizes = {1: 3, 5: 1, 6: 2, 9: 7, 11: 1}
    found = list(group_buckets(sizes, dict.fromkeys(sizes, "k")))
    assert [[b for b, _ in some] for some in found] == [[1, 5], [6], [9], [11]]


def test_a_plan_that_somebody_changed_is_refused(study):
    place = Folder(study.cache)
    name = module.keep_plan(place, stages_of(study))
    place.write_bytes(name, place.read_bytes(name) + b"more")
    with pytest.raises(UsageError, match="is not what was written there; allowed: the codebook"):
        module._read_plan(place.root, name)
