"""The models that see: text, faces and codes."""
