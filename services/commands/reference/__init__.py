"""The reference of the product, written by the product: `python -m services.commands.reference [--check]`."""
