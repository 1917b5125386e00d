"""Each service through its doors."""
