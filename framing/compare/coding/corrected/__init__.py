"""Shares from labels of the tool and of people together: design-based supervised learning."""
