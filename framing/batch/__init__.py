"""Many reports in one go, unattended; and what changed between two reports."""
