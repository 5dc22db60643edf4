from __future__ import annotations

import csv
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.intake.outlets import build_lookup, find_outlet, load_registry, outlet_row
from framing.intake.outlets import registry as outlet_registry
from framing.intake.outlets.registry import (
    AUDIENCES,
    KINDS,
    OWNERSHIP,
    RegistryOutlet,
    fold_name,
    host_of,
    index_outlets,
)
from framing.records.tables import OUTLETS, table

REGISTRY = load_registry()
LOOKUP = build_lookup(REGISTRY)
ALPHA = RegistryOutlet("Alpha Post", (), ("alpha.example",), "IN", "India", "web", "both", ("en",))


def study(*rows: dict[str, str]) -> pl.DataFrame:
    return table([{column: row.get(column, "") for column in OUTLETS} for row in rows], OUTLETS)


def test_every_entry_is_complete():
    for entry in REGISTRY:
        assert entry.outlet == entry.outlet.strip() != ""
        assert entry.kind in KINDS
        assert entry.audience in AUDIENCES
        assert re.fullmatch("[A-Z]{2}", entry.country)
        assert entry.place
        assert entry.languages
        assert all(re.fullmatch("[a-z]{2}", language) for language in entry.languages)
        assert entry.ownership in ("", *OWNERSHIP)
        assert bool(entry.ownership) == bool(entry.ownership_source) == bool(entry.ownership_date)
        assert all(name == name.strip() and len(fold_name(name)) > 1 for name in entry.names)
        assert len(set(entry.names)) == len(entry.names)


def test_sources_say_their_year():
    sources = outlet_registry._load("sources")["sources"]
    used = {entry.ownership_source for entry in REGISTRY}
    for key, source in sources.items():
        assert re.fullmatch(r"(19|20)\d\d", source["year"]), key
        assert source["text"] in used, f"{key} is cited by no entry"


def test_domains_are_hosts_and_few_outlets_have_none():
    for entry in REGISTRY:
        for domain in entry.domains:
            assert host_of(domain) == domain, domain
            assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", domain)
    assert sum(not entry.domains for entry in REGISTRY) <= 8


@pytest.mark.parametrize(("country", "at_least"), [("RU", 45), ("CN", 45), ("IN", 45)])
def test_the_three_countries_are_well_covered(country, at_least):
    assert sum(entry.country == country for entry in REGISTRY) >= at_least


def test_every_spelling_and_domain_finds_its_own_outlet():
    for entry in REGISTRY:
        for name in (entry.outlet, *entry.names):
            for spelling in (name, name.upper(), f"  {name} ", name.replace("'", "’")):
                assert find_outlet(LOOKUP, name=spelling).outlet == entry.outlet, spelling
        for domain in entry.domains:
            match = find_outlet(LOOKUP, url=f"https://www.{domain}/2019/11/06/talks?id=1#top")
            assert (match.outlet, match.how) == (entry.outlet, "domain")


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("China Daily - US Edition", "China Daily"),
        ("China Daily", "China Daily"),
        ("China Daily European Edition", "China Daily"),
        ("China Daily - Hong Kong Edition", "China Daily"),
        ("CHINA DAILY (Electronic Edition)", "China Daily"),
        ("chinadaily.com.cn", "China Daily"),
        ("http://www.chinadaily.com.cn/", "China Daily"),
        ("www.rt.com", "RT"),
        ("TASS World Service", "TASS"),
        ("ИТАР-ТАСС", "TASS"),
        ("Известия (Москва)", "Izvestia"),
        ("Times of India", "The Times of India"),
        ("Times of India (Mumbai Edition)", "The Times of India"),
        ("The Times of India - Late Edition - Final", "The Times of India"),
        ("The Hindu (Madurai)", "The Hindu"),
        ("Hindustan Times, New Delhi", "Hindustan Times"),
        ("The Times (London)", "The Times"),
        ("The Guardian (London) - Final Edition", "The Guardian"),
        ("Guardian.com", "The Guardian"),
        ("thenewyorktimes", "The New York Times"),
        ("The Washington Post, Final Edition", "The Washington Post"),
        ("人民日報", "People's Daily"),
        ("环球时报", "Global Times"),
        ("新华社（北京）", "Xinhua"),
        ("दैनिक जागरण", "Dainik Jagran"),
        ("दैनिक जागरण (नई दिल्ली संस्करण)", "Dainik Jagran"),
        ("पीटीआई-भाषा", "Press Trust of India"),
        ("조선일보", "Chosun Ilbo"),
        ("НТВ: Новости", "NTV (Russia)"),
    ],
)
def test_spellings_of_databases(name, outlet):
    assert find_outlet(LOOKUP, name=name).outlet == outlet


@pytest.mark.parametrize(
    "name",
    [
        "Times",
        "Daily",
        "The Times (Trenton)",
        "The Times (Trenton Edition)",
        "The Guardian (Nigeria)",
        "The Guardian, Lagos",
        "People's Daily (Nairobi)",
        "The Daily Telegraph (Sydney)",
        "The Standard (Nairobi)",
        "The Standard",
        "The Tribune",
        "The Telegraph",
        "The Business Standard",
        "Apple Daily (Taiwan)",
        "NTV",
        "Times of Namuna",
        "Sunday Times",
        "Yangben Daily",
        "Post",
        "",
        "-",
        "N/A",
    ],
)
def test_near_misses_are_unknown(name):
    match = find_outlet(LOOKUP, name=name)
    assert (match.outlet, match.how) == ("", "")


def test_papers_with_like_names_stay_apart():
    names = [
        "The Times",
        "The Times of India",
        "Hindustan Times",
        "Hindustan",
        "The Hindu",
        "Global Times",
        "The Moscow Times",
        "Economic Times",
        "Navbharat Times",
        "Indian Express",
        "New Indian Express",
        "Financial Express (India)",
        "Financial Times",
        "People's Daily",
        "PLA Daily",
        "China Military Online",
        "Pravda.ru",
        "Pravda (Moscow)",
        "Ukrainska Pravda",
        "Komsomolskaya Pravda",
        "Novaya Gazeta",
        "Novaya Gazeta Europe",
        "BBC",
        "BBC Monitoring",
        "ABC (Australia)",
        "ABC News (US)",
        "CGTN",
        "CCTV",
        "Wenhui Daily",
        "Wen Wei Po",
        "Central News Agency",
        "Channel NewsAsia",
        "The Telegraph (Kolkata)",
        "The Telegraph (UK)",
        "The Statesman",
    ]
    found = [find_outlet(LOOKUP, name=name).outlet for name in names]
    assert "" not in found
    assert len(set(found)) == len(names)


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://eng.chinamil.com.cn/view/1.htm", "China Military Online"),
        ("http://www.chinamil.com.cn/1.htm", "PLA Daily"),
        ("https://frontline.thehindu.com/a", "Frontline"),
        ("https://epaper.thehindu.com/a", "The Hindu"),
        ("https://sputniknews.in/20231106/a.html", "Sputnik"),
        ("https://hindi.sputniknews.in/a", "Sputnik"),
        ("HTTPS://USER:PW@TASS.COM:443/a", "TASS"),
        ("tass.com/world/1", "TASS"),
        ("//tass.ru", "TASS"),
        ("https://web.archive.org/web/20191106000000/https://tass.com/a", "TASS"),
        ("https://web.archive.org/", ""),
        ("https://indiatimes.com/a", ""),
        ("https://nottass.com/a", ""),
        ("https://tass.com.evil.example/a", ""),
        ("https://example.org/?u=tass.com", ""),
        ("http://[broken", ""),
        ("mailto:desk@", ""),
    ],
)
def test_a_domain_covers_what_lies_below_it(url, outlet):
    assert find_outlet(LOOKUP, url=url).outlet == outlet


def test_the_name_goes_before_the_address():
    match = find_outlet(LOOKUP, name="TASS", url="https://www.msn.example/a")
    assert (match.outlet, match.how) == ("TASS", "name")
    match = find_outlet(LOOKUP, name="Staff reporter", url="https://tass.com/a")
    assert (match.outlet, match.how) == ("TASS", "domain")


def test_unknown_outlets_have_the_nearest_name_and_a_row():
    match = find_outlet(LOOKUP, name="Hindustn Times", url="https://www.hindustn.example/a")
    assert match.nearest == "Hindustan Times"
    row = dict(zip(OUTLETS, next(csv.reader([match.row])), strict=True))
    assert row["outlet"] == row["name"] == "Hindustn Times"
    assert row["domain"] == "hindustn.example"
    assert {row[c] for c in ("group", "country", "ownership", "type")} == {""}
    assert find_outlet(LOOKUP, name="Yangben Daily").nearest == ""
    assert find_outlet(LOOKUP, url="https://www.shili.example/a").row.startswith("shili.example,")
    assert find_outlet(LOOKUP).row == ""


def test_the_row_of_a_known_outlet_can_be_pasted():
    entry = next(e for e in REGISTRY if e.outlet == "The Times of India")
    row = outlet_row(entry)
    assert set(row) == set(OUTLETS)
    assert row["group"] == row["country"] == "India"
    assert (row["type"], row["language"], row["ownership"]) == ("newspaper", "en", "private")
    pasted = next(csv.reader([find_outlet(LOOKUP, name="TOI").row]))
    assert dict(zip(OUTLETS, pasted, strict=True)) == row
    tass = next(e for e in REGISTRY if e.outlet == "TASS")
    assert outlet_row(tass)["language"] == ""  # two: each article says its own


def test_the_studys_own_list_goes_first():
    lookup = build_lookup(
        REGISTRY,
        study(
            {"outlet": "CD", "name": "China Daily; China Daily Group", "group": "Press"},
            {"outlet": "Lab Gazette", "aliases": "LG;TASS", "domain": "lab.example; rt.com"},
        ),
    )

    def found(**words: str) -> tuple[str, str]:
        match = find_outlet(lookup, **words)
        return match.outlet, match.how

    assert found(name="china daily group") == ("CD", "study")
    assert found(name="China Daily - US Edition") == ("CD", "study")
    assert found(name="中国日报") == ("CD", "study")  # the registry knows that it is the same
    assert found(url="https://europe.chinadaily.com.cn/a") == ("CD", "study")
    assert found(name="LG") == found(name="Tass") == ("Lab Gazette", "study")
    assert found(url="https://news.rt.com/a") == ("Lab Gazette", "study")
    assert found(name="Xinhua", url="https://lab.example") == ("Lab Gazette", "study")
    assert found(name="Xinhua") == ("Xinhua", "name")
    assert find_outlet(lookup, name="Lab Gazete").nearest == "Lab Gazette"
    row = next(csv.reader([find_outlet(lookup, name="LG").row]))
    assert dict(zip(OUTLETS, row, strict=True))["aliases"] == "LG;TASS"


def test_a_study_may_part_what_the_registry_joins():
    lookup = build_lookup(
        REGISTRY, study({"outlet": "China Daily"}, {"outlet": "China Daily - US Edition"})
    )
    assert find_outlet(lookup, name="China Daily US Edition").outlet == "China Daily - US Edition"
    assert find_outlet(lookup, name="China Daily").outlet == "China Daily"
    assert find_outlet(lookup, name="China Daily - European Edition").outlet == "China Daily"
    two = build_lookup(REGISTRY, study({"outlet": "PTI"}, {"outlet": "PTI Bhasha"}))
    assert find_outlet(two, name="Press Trust of India").outlet == "Press Trust of India"
    assert find_outlet(two, name="PTI").outlet == "PTI"


def test_a_study_without_the_column_of_aliases_is_read():
    frame = study({"outlet": "Lab Gazette", "domain": "www.lab.example"}).drop("aliases")
    assert find_outlet(build_lookup((), frame), url="lab.example/a").outlet == "Lab Gazette"


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (RegistryOutlet("B", ("ALPHA POST",), (), "IN", "India", "web", "both", ("en",)), "share"),
        (
            RegistryOutlet("B", ("The Alpha Post",), (), "IN", "India", "web", "both", ("en",)),
            "alpha",
        ),
        (
            RegistryOutlet("B", (), ("www.alpha.example",), "IN", "India", "web", "both", ("en",)),
            "share",
        ),
    ],
)
def test_two_outlets_never_share_a_name_or_a_domain(other, message):
    with pytest.raises(FramingError, match=message):
        index_outlets((ALPHA, other), "names")
        index_outlets((ALPHA, other), "domains")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "blog"}, "kind 'blog'"),
        ({"audience": "all"}, "audience 'all'"),
        ({"country": "XX"}, "country 'XX'"),
        ({"languages": []}, "no languages"),
        ({"ownership": "royal", "source": "smm"}, "ownership 'royal'"),
        ({"ownership": "state"}, "without a source"),
        ({"source": "smm"}, "without a source"),
    ],
)
def test_an_incomplete_entry_is_refused(fields, message):
    good = {"outlet": "A", "kind": "web", "audience": "both", "languages": ["en"]}
    about = outlet_registry._load("sources")
    assert outlet_registry._entry(good, country="IN", about=about).place == "India"
    with pytest.raises(FramingError, match=message):
        outlet_registry._entry(good | fields, country="IN", about=about)


@given(st.text(max_size=300), st.text(max_size=100))
def test_arbitrary_text_never_raises(name, url):
    match = find_outlet(LOOKUP, name=name, url=url)
    assert bool(match.outlet) == bool(match.how)
    fold_name(name)
    build_lookup((), study({"outlet": name, "aliases": url, "domain": url}))


TAILS = st.one_of(
    st.text("abcdef ", min_size=1),
    st.sampled_from(["US Edition", "Moscow", "Trenton Edition", "London", "Europe", "India)"]),
)


@given(st.sampled_from(REGISTRY), st.sampled_from([" (", " - ", ", "]), TAILS)
def test_an_ending_never_leads_to_another_outlet(entry, sign, tail):
    name = f"{entry.outlet}{sign}{tail}"
    listed = LOOKUP.names.get(fold_name(name), "")
    allowed = {listed} if listed else {"", entry.outlet}
    assert find_outlet(LOOKUP, name=name).outlet in allowed
