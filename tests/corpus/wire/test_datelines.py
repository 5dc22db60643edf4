from __future__ import annotations

import pytest

from framing.corpus.wire.datelines import find_dateline


@pytest.mark.parametrize(
    "dateline",
    [
        "MOSCOW, November 6. /TASS/. ",
        "YUZHNO-SAKHALINSK, January 23. /TASS/. ",
        "MOSCOW, November 6 /TASS/ - ",
        "MOSCOW, 6 November 2019 /TASS/. ",
        "VLADIVOSTOK, Sept. 5. /TASS/. ",
        "ST. PETERSBURG, June 6. /TASS/. ",
        "KYOTO, Oct 6, 2019, TASS. ",
        "MOSCOW. Nov 6 (Interfax) - ",
        "MOSCOW (Sputnik) — ",
        "MOSCOW: ",
        "NEW DELHI: ",
        "SINGAPORE: ",
        "YUZHNO-SAKHALINSK: (MAKET) ",
        "BEIJING, Nov. 6 (Xinhua) -- ",
        "BEIJING, Nov. 6 (Xinhua) — ",
        "UNITED NATIONS, Sept. 24 (Xinhua) -- ",
        "NEW DELHI, Nov 6 (PTI) ",
        "NEW DELHI, Nov 6 (PTI): ",
        "New Delhi, Nov 6 (PTI) ",
        "MUMBAI, 12 Dec (PTI) ",
        "KUALA LUMPUR, May 1: ",
        "Tokyo, Nov 6 (Jiji Press) ",
        "Moscow, November 6 (Sputnik) – ",
        "TOKYO – ",
        "WASHINGTON — ",
        "WASHINGTON - ",
        "WASHINGTON, D.C. — ",
        "WASHINGTON (AP) — ",
        "WASHINGTON, May 3 (Reuters) - ",
        "SEOUL, South Korea (AP) — ",
        "ST PETERSBURG, Russia — ",
        "TOKYO/MOSCOW, Nov 6 (Reuters) - ",
        "HONG KONG, Nov 6, 2019 (AFP) - ",
        "RIO DE JANEIRO, March 2 (Reuters) - ",
        "GENEVA, Nov. 6, 2019 /PRNewswire/ -- ",
        "NEMURO, Hokkaido — ",
    ],
)
def test_a_dateline_is_found_whole(dateline):
    assert find_dateline(f"{dateline}The talks began.") == len(dateline)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "MOSCOW",
        "NATO will expand.",
        "NATO: an alliance looks for a purpose.",
        "EXCLUSIVE: The talks have begun.",
        "VIDEO: The talks have begun.",
        "U.S. officials said so.",
        "U.S.: officials said so.",
        "JAPAN AND RUSSIA held talks.",
        "MOSCOW, November 6 was a cold day.",
        "In MOSCOW, November 6. /TASS/. It was cold.",
        "Moscow: the city of talks.",
        "Moscow — and Tokyo — agreed.",
        "May 6 was a cold day.",
        "On May 6 – a Monday – the talks began.",
        "WASHINGTON—not Moscow—will host them.",
        "Q: What do you expect?",
        "Putin (left) and Abe talked.",
        "WWII ended in 1945.",
        "“MOSCOW: nothing new,” he said.",
    ],
)
def test_what_is_no_dateline(paragraph):
    assert find_dateline(paragraph) == 0
