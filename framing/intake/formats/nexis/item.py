"""What both layouts know of an article, as an item."""

from __future__ import annotations

from collections.abc import Mapping

from framing.intake.records import Found


def build_item(
    item: int,
    *,
    title: str,
    standfirst: str,
    body: str,
    outlet: str,
    date: str,
    n_words: int,
    fields: Mapping[str, str],
    after: Mapping[str, str],
) -> Found:
    """An item of the labelled lines above its text (``fields``) and below it (``after``)."""
    return Found(
        item=item,
        title=title,
        standfirst=standfirst,
        body=body,
        outlet=outlet,
        date=date,
        byline=fields.get("byline", ""),
        section=fields.get("section", ""),
        dateline=fields.get("dateline", ""),
        url=fields.get("url", "") or after.get("url", ""),
        language=after.get("language", ""),
        saved=after.get("saved", ""),
        n_words=n_words,
        problem="" if body or standfirst else "the export holds no text of this article",
    )
