"""The shapes of this service's database, one script a change."""
