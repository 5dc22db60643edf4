"""What a class sees: each module lists its pages, and this list is all of them."""

from framing.web.doors.guard import Page
from framing.web.pages import (
    coding,
    discussing,
    exercises,
    home,
    me,
    reading,
    report,
    teaching,
    trying,
    watching,
)

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *coding.PAGES,
    *discussing.PAGES,
    *exercises.PAGES,
    *trying.PAGES,
    *me.PAGES,
    *reading.PAGES,
    *report.PAGES,
    *teaching.PAGES,
    *watching.PAGES,
)
