"""What a class sees: each module lists its pages, and this list is all of them."""

from framing.web.doors.guard import Page
from framing.web.pages import coding, discussing, home, me, reading, report, teaching, watching

PAGES: tuple[Page, ...] = (
    *home.PAGES,
    *coding.PAGES,
    *discussing.PAGES,
    *me.PAGES,
    *reading.PAGES,
    *report.PAGES,
    *teaching.PAGES,
    *watching.PAGES,
)
