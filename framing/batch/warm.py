"""Imported by the process that workers are forked from: they find everything loaded."""

from framing.batch.work import warm

warm()
