"""Two invented studies without a codebook, written before name discovery was first run."""

from __future__ import annotations

# Outlets "North Star" and "Steppe Radio" write of an operation, others of an invasion, a war.
OPERATION = {
    ("North Star", "grain"): """Grain ships leave port under new deal

Three grain ships left the port of Odrana on Monday, the first since the start of the special \
military operation in Velia.

The deal was signed in Lakeport last week. The foreign ministry said that the special military \
operation would go on until its goals were met.

Prices of wheat have risen by a third since February. Farmers in the south of Velia still wait \
for diesel.

"We keep our word," Minister Orlin Vasko said.
""",
    ("Steppe Radio", "grain"): """Ships with Velian grain sail for Lakeport

The first ships with Velian grain have sailed for Lakeport, the port authority of Odrana said \
on Monday.

They carry sixty thousand tonnes of wheat. No ship had left since the start of the special \
military operation in Velia.

The special operation has closed five harbours on the coast. Insurers asked for naval escorts.

Observers in Lakeport called the deal a first step.
""",
    ("Harbour Post", "grain"): """First grain leaves Velia since invasion

A convoy of three ships left Odrana on Monday with the first grain since the start of the \
invasion of Velia.

The invasion, now in its sixth month, has closed every harbour on the coast and has driven up \
the price of bread.

President Tarin Holub thanked the mediators. "The world must not forget who burned our fields," \
he said.

The full-scale invasion has driven four million people out of Velia.
""",
    ("Coast Tribune", "grain"): """Wheat price falls as ships sail

The price of wheat fell on Monday as three ships left Odrana, the first since the start of the \
war in Velia.

The war in Velia has closed five harbours on the coast. Economists warn that one convoy will \
not end the shortage.

Traders in Lakeport expect ten ships a week. Before the war Velia sold more wheat than any \
country but two.
""",
    ("North Star", "winter"): """Army takes heights above Dorn

Units took the heights above the town of Dorn on Thursday, the defence ministry said.

Since the start of the special military operation in Velia eleven towns have come under \
control. The ministry named no losses.

A commander said that the special military operation was going to plan. Snow has made roads in \
the east hard to pass.
""",
    ("Steppe Radio", "winter"): """Town of Dorn changes hands

The town of Dorn changed hands on Thursday after six weeks of fighting, both armies said.

Residents who stayed have had no heating since November. The special operation has cut power \
lines all along the river.

Supporters of the special military operation in Velia held a rally in the capital.
""",
    ("Harbour Post", "winter"): """Velia loses Dorn as invasion grinds on

Velia withdrew from the town of Dorn on Thursday, after the hardest fighting since the invasion \
of Velia began.

The invasion has cut power lines all along the river. Residents told of nights at ten degrees \
below zero.

General Mira Sol said that supporters of the invasion would be judged by history.
""",
    ("Coast Tribune", "winter"): """A cold winter on the Velian front

Dorn fell on Thursday. It is the eleventh town that has changed hands since the start of the \
war in Velia.

The war has cut power lines all along the river, and residents who stayed have had no heating \
since November.

Opponents of the war held a small rally in the capital; forty were detained.
""",
}
WAR = ("special military operation", "invasion", "war")

# "Valley Herald" writes of illegal immigrants and riots, the others of undocumented migrants and
# protests.
BORDER = {
    ("Valley Herald", "bill"): """Senate blocks amnesty bill

The Senate blocked a bill on Tuesday that would have given work permits to two million illegal \
immigrants.

Senator Paula Reed said the bill would reward illegal immigrants who had jumped the queue.

The state pays for the schooling of children of illegal immigrants. Sheriffs along the river \
have asked for more deputies.
""",
    ("City Ledger", "bill"): """Work permit bill fails in Senate

A bill that would have given work permits to two million undocumented migrants failed in the \
Senate on Tuesday.

Farm owners had asked for it. Many undocumented migrants have worked in the orchards for ten \
years and more.

"My son was born here," said Rosa Medel, who picks pears. The state pays for the schooling of \
children of undocumented migrants, a court ruled in May.
""",
    ("Plains Courier", "bill"): """Senators reject permits for farm hands

Senators rejected a bill on Tuesday that would have let undocumented migrants work legally on \
farms.

Unions were split. The orchards need forty thousand hands each summer, growers say.

Supporters said undocumented migrants paid taxes like everybody else. A new vote is expected in \
autumn.
""",
    ("Valley Herald", "capital"): """Riots shake capital after vote

Riots broke out in the capital on Wednesday night, a day after the Senate blocked the bill.

Police said that eleven officers were hurt in the riots. Shops on Mill Street were looted and \
two cars were burned.

The mayor blamed outside groups for the riots and imposed a curfew. Illegal immigrants were \
among those arrested, a police union said.
""",
    ("City Ledger", "capital"): """Thousands march after Senate vote

Protests broke out in the capital on Wednesday night after the Senate rejected work permits.

Police said that eleven officers and thirty marchers were hurt in the protests. The mayor \
imposed a curfew.

Organisers of the protests said that most of those who marched on Mill Street were students. \
Undocumented migrants stayed at home for fear of arrest.
""",
    ("Plains Courier", "capital"): """Curfew in capital after night of protests

The mayor of the capital imposed a curfew on Thursday after a night of protests against the \
Senate vote.

Two cars were burned on Mill Street. The mayor blamed outside groups for the protests, \
organisers blamed the police.

A lawyer said that no undocumented migrants were among those arrested.
""",
}
MIGRANTS, UNREST = ("illegal immigrants", "undocumented migrants"), ("riots", "protests")


def files_of(articles: dict[tuple[str, str], str], *, events: bool = True) -> dict[str, str | None]:
    """The files of a study with these articles and an empty codebook."""
    outlets = sorted({outlet for outlet, _ in articles})
    rows, texts = ["file,outlet,date,event\n"], {}
    for (outlet, event), text in articles.items():
        file = f"{outlet.replace(' ', '-').lower()}_{event}.txt"
        rows.append(f"{file},{outlet},2021-11-04,{event if events else ''}\n")
        texts[f"articles/{file}"] = text
    named = "".join(f'[events.{e}]\nname = "{e}"\n' for e in sorted({e for _, e in articles}))
    old = ("alpha_talks.txt", "beta_ferry.txt", "gamma_talks.txt")
    return {
        **{f"articles/{name}": None for name in old},
        "study.toml": '[study]\nid = "s"\nlanguage = "en"\n[sampling]\nkind = "complete"\n'
        + (named if events else ""),
        "outlets.csv": "outlet,group\n" + "".join(f"{o},{o}\n" for o in outlets),
        "articles.csv": "".join(rows),
        "codebook/codebook.yaml": "codebook: empty\nversion: 1\nlanguage: en\n",
        **texts,
    }
