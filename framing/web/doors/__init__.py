"""Who may come in: class code and secret links, cookies, tokens, limits, the log of refusals."""
