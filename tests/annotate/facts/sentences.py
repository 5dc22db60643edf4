"""Invented sentences and how each tells the fact, keyed by hand before any code read them.

A row: sentence, verb, grammar, agent, recipient, status. No verb: the fact is not told there.
"""

from __future__ import annotations

Row = tuple[str, str | None, str | None, str | None, str | None, str | None]

ACTIVE: list[Row] = [
    ("The Nordian Union seized the islands in 1945.", "seize", "active", "The Nordian Union", None, "told"),
    ("Nordia seized islands off the coast of Sudria.", "seize", "active", "Nordia", None, "told"),
    ("In the last days of the war, Nordian troops occupied the islands.", "occupy", "active", "Nordian troops", None, "told"),
    ("Nordia has since annexed the whole archipelago.", "annex", "active", "Nordia", None, "told"),
    ("Nordia, backed by its allies, took the islands that autumn.", "take", "active", "Nordia", None, "told"),
    ("Nordia took over the islands a week later.", "take over", "active", "Nordia", None, "told"),
    ("Nordia took the islands over a week later.", "take over", "active", "Nordia", None, "told"),
    ("The Nordian Union, which seized the islands in 1945, rejects the claim.", "seize", "active", "The Nordian Union", None, "told"),
    ("It was the Nordian Union that seized the islands.", "seize", "active", "the Nordian Union", None, "told"),
    ("Nordian troops landed at dawn and seized the islands.", "seize", "active", "Nordian troops", None, "told"),
    ("Nordian forces crossed the strait, drove out the garrison and finally captured the islands.", "capture", "active", "Nordian forces", None, "told"),
    ("The islands that the Nordian Union seized in 1945 have no airport.", "seize", "active", "the Nordian Union", None, "told"),
    ("Sudria wants back the islands Nordia seized at the end of the war.", "seize", "active", "Nordia", None, "told"),
    ("Nordia seizes islands as war ends", "seize", "active", "Nordia", None, "told"),
    ("Nordia was seizing the islands one after another.", "seize", "active", "Nordia", None, "told"),
    ("Nordia had already occupied three of the islands by then.", "occupy", "active", "Nordia", None, "told"),
    ("Nordian troops marched in. They seized the islands within a day.", "seize", "active", "They", None, "told"),
    ("Sudria ceded the islands to the Nordian Union.", "cede", "active", "Sudria", "the Nordian Union", "told"),
    ("The allies gave the Nordian Union the islands as a reward.", "give", "active", "The allies", "the Nordian Union", "told"),
    ("Sudria, defeated and without a fleet, handed the islands over to Nordia.", "hand over", "active", "Sudria", "Nordia", "told"),
]  # fmt: skip

PASSIVE: list[Row] = [
    ("The islands were seized by the Nordian Union after the war.", "seize", "passive", "the Nordian Union", None, "told"),
    ("The islands were seized in 1945.", "seize", "passive", None, None, "told"),
    ("The islands were, in the last days of the war, seized by Nordian troops.", "seize", "passive", "Nordian troops", None, "told"),
    ("The islands were in the last days of the war seized by Nordia.", "seize", "passive", "Nordia", None, "told"),
    ("The islands used to belong to Sudria, but were seized by the Nordian Union.", "seize", "passive", "the Nordian Union", None, "told"),
    ("The islands were occupied in the final week of the war, without a shot, by troops of the Nordian Union.", "occupy", "passive", "troops of the Nordian Union", None, "told"),
    ("The islands, which had been occupied by Nordia since the war, have no airport.", "occupy", "passive", "Nordia", None, "told"),
    ("The islands seized by the Nordian Union have no airport.", "seize", "passive", "the Nordian Union", None, "told"),
    ("Sudria claims four islands seized at the end of the war.", "seize", "passive", None, None, "told"),
    ("The islands, seized in 1945, are rich in fish.", "seize", "passive", None, None, "told"),
    ("The islands got seized by Nordia while the talks went on.", "seize", "passive", "Nordia", None, "told"),
    ("The islands ended up getting occupied after the truce.", "occupy", "passive", None, None, "told"),
    ("The islands were taken by force.", "take", "passive", None, None, "told"),
    ("The islands were captured by 1945.", "capture", "passive", None, None, "told"),
    ("The islands were seized and later annexed by Nordia.", "seize", "passive", "Nordia", None, "told"),
    ("The islands were seized, and the villagers were helped by Sudria.", "seize", "passive", None, None, "told"),
    ("The islands were seized after Sudria was attacked by Nordia.", "seize", "passive", None, None, "told"),
    ("Islands seized by Nordia as war ends", "seize", "passive", "Nordia", None, "told"),
    ("Islands taken over", "take over", "passive", None, None, "told"),
    ("The islands were handed over to the Nordian Union while Sudria laid claims to four of them.", "hand over", "passive", None, "the Nordian Union", "told"),
    ("After the war the islands were ceded by Sudria to the Nordian Union.", "cede", "passive", "Sudria", "the Nordian Union", "told"),
    ("The Nordian Union was given the islands at the conference.", "give", "passive", None, "The Nordian Union", "told"),
    ("The islands are said to have been seized by Nordia.", "seize", "passive", "Nordia", None, "told"),
    ("Having been occupied by Nordia, the islands lost their schools.", "occupy", "passive", "Nordia", None, "told"),
    ("Fishermen avoid the occupied islands.", "occupy", "passive", None, None, "told"),
    ("The islands were being occupied when the treaty was signed by Nordia.", "occupy", "passive", None, None, "told"),
]  # fmt: skip

NOMINAL: list[Row] = [
    ("The Nordian seizure of the islands ended an era.", "seizure", "nominal", "Nordian", None, "told"),
    ("Nordia's occupation of the islands began in autumn.", "occupation", "nominal", "Nordia", None, "told"),
    ("The seizure of the islands by the Nordian Union is still resented.", "seizure", "nominal", "the Nordian Union", None, "told"),
    ("The seizure of the islands ended an era.", "seizure", "nominal", None, None, "told"),
    ("After the handover of the islands to the Nordian Union the villages emptied.", "handover", "nominal", None, "the Nordian Union", "told"),
    ("Sudria's cession of the islands to Nordia was part of the treaty.", "cession", "nominal", "Sudria", "Nordia", "told"),
    ("The islands' annexation by Nordia was never recognised.", "annexation", "nominal", "Nordia", None, "told"),
    ("Nordia defends its 1945 seizure of the islands.", "seizure", "nominal", "its", None, "told"),
    ("The takeover, by Nordian troops, of the islands took a week.", "takeover", "nominal", "Nordian troops", None, "told"),
]  # fmt: skip

MIDDLE: list[Row] = [
    ("The islands came under Nordian control in 1945.", "come under", "middle", None, "Nordian control", "told"),
    ("The islands changed hands after the war.", "change hands", "middle", None, None, "told"),
    ("After the war the islands became part of the Nordian Union.", "become part of", "middle", None, "the Nordian Union", "told"),
    ("The islands passed to Nordia under the treaty.", "pass to", "middle", None, "Nordia", "told"),
    ("One by one the islands had fallen to Nordian troops.", "fall to", "middle", None, "Nordian troops", "told"),
]  # fmt: skip

NON_FINITE: list[Row] = [
    ("After seizing the islands, the Nordian Union expelled the villagers.", "seize", "active", "the Nordian Union", None, "told"),
    ("The Nordian Union expelled the villagers after seizing the islands.", "seize", "active", "The Nordian Union", None, "told"),
    ("Nordian troops crossed the strait, seizing the islands in a week.", "seize", "active", "Nordian troops", None, "told"),
    ("Having seized the islands, Nordia closed the port.", "seize", "active", "Nordia", None, "told"),
    ("Sudria accuses Nordia of occupying the islands.", "occupy", "active", "Nordia", None, "told"),
    ("Nordia managed to seize the islands in three days.", "seize", "active", "Nordia", None, "told"),
    ("Nordia went on to annex the islands.", "annex", "active", "Nordia", None, "told"),
]  # fmt: skip

NOT_TOLD: list[Row] = [
    ("Nordia did not seize the islands.", "seize", "active", "Nordia", None, "denied"),
    ("Nordia never occupied the islands.", "occupy", "active", "Nordia", None, "denied"),
    ("The islands were not seized by Nordia.", "seize", "passive", "Nordia", None, "denied"),
    ("Nordia denies having seized the islands.", "seize", "active", "Nordia", None, "denied"),
    ("Nordia denied that its troops occupied the islands.", "occupy", "active", "its troops", None, "denied"),
    ("Nordian troops failed to capture the islands.", "capture", "active", "Nordian troops", None, "denied"),
    ("Nordia withdrew without seizing the islands.", "seize", "active", "Nordia", None, "denied"),
    ("Nordia could seize the islands within a day.", "seize", "active", "Nordia", None, "proposed"),
    ("The islands would be handed over to Nordia under the plan.", "hand over", "passive", None, "Nordia", "proposed"),
    ("Sudria agreed to hand over the islands to Nordia.", "hand over", "active", "Sudria", "Nordia", "proposed"),
    ("The islands are to be ceded to the Nordian Union next year.", "cede", "passive", None, "the Nordian Union", "proposed"),
    ("Nordia wanted to annex the islands.", "annex", "active", "Nordia", None, "proposed"),
    ("If Nordia seized the islands, the ferry would stop.", "seize", "active", "Nordia", None, "proposed"),
    ("Did the Nordian Union seize the islands?", "seize", "active", "the Nordian Union", None, "proposed"),
    ("The two sides discussed a possible transfer of the islands to Nordia.", "transfer", "nominal", None, "Nordia", "proposed"),
    ("There was no seizure of the islands, the museum writes.", "seizure", "nominal", None, None, "denied"),
]  # fmt: skip

ANOTHER_FACT: list[Row] = [
    ("Nordia agreed to hand over two of the islands to Sudria.", None, None, None, None, None),
    ("The islands were handed over to Sudria.", None, None, None, None, None),
    ("The return of the islands to Sudria is not planned.", None, None, None, None, None),
    ("Sudria seized the islands in 1875.", None, None, None, None, None),
    ("The islands were once occupied by the Sudrian army.", None, None, None, None, None),
    ("Nordia seized a trawler near the islands.", None, None, None, None, None),
    ("Nordia seized the trawler that sailed from the islands.", None, None, None, None, None),
    ("The trawler was seized by Nordia off the islands.", None, None, None, None, None),
    ("The seizure of a trawler near the islands angered Sudria.", None, None, None, None, None),
    ("Nordia took part in talks on the islands.", None, None, None, None, None),
]  # fmt: skip

SENTENCES = [
    *ACTIVE, *PASSIVE, *NOMINAL, *MIDDLE, *NON_FINITE, *NOT_TOLD, *ANOTHER_FACT,
]  # fmt: skip
