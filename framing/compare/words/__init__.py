"""Words of one side against another's."""
