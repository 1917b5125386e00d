"""What notify does: one module for each thing that can happen to a letter or to what is known of a case."""
