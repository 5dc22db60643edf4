from __future__ import annotations

from pathlib import Path

import pytest

from framing.errors import UsageError
from framing.study.gold import Texts, read_gold_csv
from framing.study.standoff import read_standoff

TEXT = "“It is ours,” Ito said. It is late, he added."


@pytest.fixture
def texts() -> Texts:
    names = {"o/one-1": "o/one-1", "one.txt": "o/one-1", "one": "o/one-1", "two.txt": "o/two-2"}
    return Texts({"o/one-1": TEXT, "o/two-2": "Nothing."}, names, {"one": "o/one-1"})


def csv(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "gold.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        'file,start,end,text,speaker\none.txt,1,12,"It is ours,",Ito\n',
        "\ufefffile;start;end;speaker\none;1;12;Ito\n",
        "article\ttext\tspeaker\no/one-1\tIt is ours,\tIto\n",
        "article,text,occurrence,speaker\none.txt,It is ours,1,Ito\n".replace("ours", "ours"),
    ],
)
def test_one_passage_in_many_forms(tmp_path, texts, content):
    gold = read_gold_csv(csv(tmp_path, content), texts)
    (passage,) = gold.passages
    assert TEXT[slice(*passage.pieces[0])].startswith("It is ours")
    assert passage.labels == {"speaker": "Ito"}
    assert gold.annotators == {"o/one-1": ("",)}


def test_pieces_occurrences_annotators_and_empty_articles(tmp_path, texts):
    gold = read_gold_csv(
        csv(
            tmp_path,
            "file,start,end,text,occurrence,item,annotator\n"
            "one.txt,24,34,,,7,ann\none.txt,1,12,,,7,ann\n"
            "one.txt,,,It is,2,,bob\ntwo.txt,,,,,,ann\n",
        ),
        texts,
    )
    assert [p.pieces for p in gold.passages] == [((1, 12), (24, 34)), ((24, 29),)]
    assert gold.annotators == {"o/one-1": ("ann", "bob"), "o/two-2": ("ann",)}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("start,end\n1,2\n", "gold.csv:1: no column file or article"),
        ("file,speaker\none.txt,Ito\n", "gold.csv:1: no column start or text"),
        ("file,start,end\nnine.txt,1,2\n", "gold.csv:2: article 'nine.txt'"),
        ("file,start,end\none.txt,a,2\n", "gold.csv:2: start 'a', end '2'"),
        ("file,start,end\none.txt,5,900\n", "gold.csv:2: start 5, end 900"),
        ("file,start,end\none.txt,5,5\n", "gold.csv:2: start 5, end 5"),
        ('file,start,end,text\none.txt,1,6,"was ours"\n', "gold.csv:2: text 'was ours', but"),
        ("file,text\none.txt,It is\n", "which stands 2 times"),
        ("file,text\none.txt,It was\n", "gold.csv:2: text 'It was', not in the article"),
        ("file,text,occurrence\none.txt,It is,3\n", "occurrence '3'. Allowed: 1 to 2"),
        ("file,start,start\none.txt,1,2\n", "column 'start' stands twice"),
        ("file,start,end\none.txt,1\n", "gold.csv:2: 2 cells"),
        ("file,start,end\none.txt,1," + "9" * 5000 + "\n", "two whole numbers"),
        ("file,start,end\none.txt,1,5\none.txt,1,5\n", "gold.csv:3: characters 1 to 5 of o/one-1"),
        ("file,start,end\n", "no row"),
        ("", "no row"),
        (b"\xff\xfef\0i\0", "UTF-16"),
        (b"file,start,end\n\xe9,1,2\n", "no UTF-8"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, texts, content, message):
    with pytest.raises(UsageError) as error:
        read_gold_csv(csv(tmp_path, content), texts)
    assert message in str(error.value)


def standoff(tmp_path: Path, content: str, name: str = "one_ann.ann") -> Path:
    (tmp_path / name).write_text(content, "utf-8")
    return tmp_path


ANN = (
    "T1\tSource 14 17\tIto\nT2\tCue 18 22\tsaid\nT3\tContent 1 12;24 34\tIt is ours, It is late\n"
    "E1\tAttribution:T2 Source:T1 Content:T3\nA1\tNested T3\n#1\tnote T3\twhy\n"
)


def test_standoff_pieces_roles_attributes_and_annotator(tmp_path, texts):
    gold = read_standoff(standoff(tmp_path, ANN), texts, kind="Content")
    (passage,) = gold.passages
    assert passage.pieces == ((1, 12), (24, 34))
    assert passage.labels == {"attribution": "said", "nested": "true", "source": "Ito"}
    assert gold.annotators == {"o/one-1": ("ann",)}


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("T1\tContent 1 900\tIt\n", "one.ann", "one.ann:1: start 1, end 900"),
        ("T1\tContent 1 5\tours\n", "one.ann", "one.ann:1: 'ours', but the article has 'It i'"),
        ("T1 Content 1 5 ours\n", "one.ann", "one.ann:1: 'T1 Content 1 5 ours'"),
        ("T1\tCue 18 22\tsaid\nT1\tCue 14 17\tIto\n", "one.ann", "one.ann:2: T1 stands twice"),
        ("T1\tCue 18 " + "9" * 5000 + "\tsaid\n", "one.ann", "one.ann:1: "),
        ("T1\tCue 18 22\tsaid\n", "nine.ann", "nine.ann: no English article of that name"),
        (ANN, "one.ann", "--type '': the passages to evaluate; "),
    ],
)
def test_standoff_that_does_not_fit_is_refused(tmp_path, texts, content, name, message):
    with pytest.raises(UsageError) as error:
        read_standoff(standoff(tmp_path, content, name), texts)
    assert message in str(error.value)
