"""A local model: the seam, tried with a stand-in; and a real one where transformers is there."""

from __future__ import annotations

import json
import sys
from types import ModuleType, SimpleNamespace

import pytest

import framing
from framing.annotate.portrayal.model import TONES
from framing.annotate.portrayal.transformer import find_model, load_judge
from framing.errors import MissingPackageError, UsageError
from framing.records.tables import PORTRAYALS

LABELS = {"0": "Positive", "1": "NEU", "2": "negative"}


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "model"
    path.mkdir()
    (path / "config.json").write_text(json.dumps({"id2label": LABELS}))
    (path / "weights").write_bytes(b"123")
    return path


@pytest.fixture
def fake(monkeypatch):
    """Stands in for transformers: sentences with "jailed" are negative; counts what it is asked."""
    asked: list[tuple[str, str]] = []
    loaded: list[dict[str, bool]] = []

    def load(folder, **options):
        loaded.append(options)
        return SimpleNamespace(folder=folder)

    def pipeline(*, model, tokenizer):
        def classify(given, **options):
            assert options["top_k"] is None and options["function_to_apply"] == "softmax"
            asked.append((given["text"], given["text_pair"]))
            bad = 0.8 if "jailed" in given["text"] else 0.1
            return [{"label": "negative", "score": bad}, {"label": "NEU", "score": 0.9 - bad},
                    {"label": "Positive", "score": 0.1}]  # fmt: skip

        return classify

    module = ModuleType("transformers")
    module.AutoTokenizer = SimpleNamespace(from_pretrained=load)
    module.AutoModelForSequenceClassification = SimpleNamespace(from_pretrained=load)
    module.TextClassificationPipeline = pipeline
    monkeypatch.setitem(sys.modules, "transformers", module)
    monkeypatch.setitem(sys.modules, "torch", ModuleType("torch"))
    load_judge.cache_clear()
    yield SimpleNamespace(asked=asked, loaded=loaded)
    load_judge.cache_clear()


def test_labels_are_read_from_the_config(folder):
    assert find_model(folder).tones == (
        ("Positive", "positive"), ("NEU", "neutral"), ("negative", "negative"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"id2label": {"0": "LABEL_0", "1": "LABEL_1"}}, "are LABEL_0, LABEL_1; allowed: negative"),
        ({"id2label": {"0": "negative", "1": "positive"}}, "are negative, positive; allowed"),
        ({"id2label": {"0": "neg", "1": "negative", "2": "neutral"}}, "each once"),
        ({}, "are none; allowed"),
        ([], "are none; allowed"),
    ],
)
def test_a_model_without_the_three_tones_is_refused(folder, config, said):
    (folder / "config.json").write_text(json.dumps(config))
    with pytest.raises(UsageError, match=said):
        find_model(folder)


def test_a_folder_that_is_no_model_is_refused(tmp_path, folder):
    with pytest.raises(UsageError, match=r"no config\.json there"):
        find_model(tmp_path)
    (folder / "config.json").write_text("{")
    with pytest.raises(UsageError, match="is no JSON"):
        find_model(folder)


def test_the_version_follows_the_files_and_not_the_place(folder, tmp_path):
    before = find_model(folder).version
    moved = folder.rename(tmp_path / "elsewhere")
    assert find_model(moved).version == before
    (moved / "weights").write_bytes(b"124")
    assert find_model(moved).version != before


def test_without_transformers_one_line_says_how_to_get_it(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    load_judge.cache_clear()
    with pytest.raises(MissingPackageError, match=r"pip install 'framing\[transformers\]'"):
        load_judge(find_model(folder))


def test_a_study_is_asked_once_and_cached_under_the_version(make_study, folder, fake):
    study = make_study()
    own = framing.portrayal(framing.open_study(study))
    rows = framing.portrayal(framing.open_study(study), model=folder)
    version = find_model(folder).version
    assert rows.height == own.height > 0 and rows.columns == own.columns
    assert set(rows["rule"]) == {f"model {version}"} and set(rows["id"]).isdisjoint(own["id"])
    assert rows.select("article", "start", "actor").equals(own.select("article", "start", "actor"))
    assert fake.loaded[0] == {"local_files_only": True, "trust_remote_code": False}
    assert len(fake.asked) == len(set(fake.asked)) > 0
    n = len(fake.asked)
    again = framing.portrayal(framing.open_study(study), model=folder)
    assert again.equals(rows) and len(fake.asked) == n
    (folder / "weights").write_bytes(b"124")
    framing.portrayal(framing.open_study(study), model=folder)
    assert len(fake.asked) == 2 * n


def test_the_tone_is_the_models(annotate_text, folder, fake):
    from framing.annotate.portrayal.transformer import judge_portrayals

    own = annotate_text("The court jailed Ana Norte. The court met Sol Sur.").portrayals
    local = find_model(folder)
    found = judge_portrayals(own, local, load_judge(local))
    assert dict(found.schema) == PORTRAYALS
    assert found.select("tone", *TONES).rows() == [
        ("negative", 0.8, 0.1, 0.1), ("neutral", 0.1, 0.8, 0.1),
    ]  # fmt: skip
    assert fake.asked == [
        ("The court jailed Ana Norte.", "Ana Norte"), ("The court met Sol Sur.", "Sol Sur"),
    ]  # fmt: skip
    assert dict(judge_portrayals(own.clear(), local, load_judge(local)).schema) == PORTRAYALS


def test_a_tiny_real_model(tmp_path, annotate_text):
    transformers = pytest.importorskip("transformers")
    torch = pytest.importorskip("torch")
    from framing.annotate.portrayal.transformer import judge_portrayals

    torch.manual_seed(1)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "court", "jailed", "the"]
    (tmp_path / "vocab.txt").write_text("\n".join(words))
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, id2label=dict(enumerate(TONES)),
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    own = annotate_text("The court jailed Ana Norte.").portrayals
    local = find_model(tmp_path)
    found = judge_portrayals(own, local, load_judge(local))
    assert sum(found.row(0, named=True)[tone] for tone in TONES) == pytest.approx(1, abs=1e-5)
