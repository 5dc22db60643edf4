"""Numbers by outlet, group and event, with intervals where the design allows them."""
