"""The day of an article, in five languages, never completed by a clock."""

from framing.intake.dates.find import dateline_day, find_day, url_day
from framing.intake.dates.read import Day, infer_day_first, read_day

__all__ = ["Day", "dateline_day", "find_day", "infer_day_first", "read_day", "url_day"]
