"""What a class sees: each module lists its pages, and this list is all of them."""

from framing.web.doors.guard import Page

PAGES: tuple[Page, ...] = ()
