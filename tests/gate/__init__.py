"""The evaluation of the black-out gate: identity documents of nobody, drawn, redacted, photographed, packed and judged."""
