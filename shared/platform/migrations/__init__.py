"""The shapes of the cabinet, one script a change."""
