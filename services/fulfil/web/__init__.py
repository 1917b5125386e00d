"""The pages of fulfil."""
