"""The evaluation of the black-out gate: identity documents of nobody, drawn, redacted, packed and judged."""
