"""What the pages of fulfil ask of the cabinet; nothing here changes a row."""
