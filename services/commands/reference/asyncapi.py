"""docs/asyncapi.yaml: every message for machines (AsyncAPI 3)."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any

from services.commands.reference.tables import first_line
from shared.contracts import ANNOUNCED, HEARD_BY
from shared.contracts.envelope import MAX_BYTES, Envelope

REF = "#/components/schemas/{model}"


def document() -> str:
    """The document as YAML."""
    told = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "privacybalie",
            "version": version("privacybalie"),
            "description": f"What the services tell one another; a message is at most {MAX_BYTES} bytes.",
        },
        "defaultContentType": "application/json",
        "channels": {_type(model): _channel(model) for model in HEARD_BY},
        "operations": _operations(),
        "components": {"messages": {m.__name__: _message(m) for m in HEARD_BY}, "schemas": _schemas()},
    }
    return "\n".join(_yaml(told, 0)) + "\n"


def _type(model: type[Envelope]) -> str:
    return str(model.model_fields["type"].default)


def _channel(model: type[Envelope]) -> dict[str, Any]:
    reference = {"$ref": f"#/components/messages/{model.__name__}"}
    return {"address": _type(model), "messages": {model.__name__: reference}}


def _operations() -> dict[str, Any]:
    says = {f"{service}.says.{_type(m)}": ("send", m) for service, models in ANNOUNCED.items() for m in models}
    hears = {f"{service}.hears.{_type(m)}": ("receive", m) for m, services in HEARD_BY.items() for service in services}
    return {
        name: {"action": action, "channel": {"$ref": f"#/channels/{_type(model)}"}}
        for name, (action, model) in sorted((says | hears).items())
    }


def _message(model: type[Envelope]) -> dict[str, Any]:
    return {
        "name": _type(model),
        "summary": first_line(model.__doc__),
        "payload": {"$ref": REF.format(model=model.__name__)},
    }


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for model in HEARD_BY:
        schema = model.model_json_schema(ref_template=REF)
        found |= schema.pop("$defs", {})
        found[model.__name__] = schema
    return dict(sorted(found.items()))


def _yaml(value: Any, depth: int) -> list[str]:
    """Block style for what has parts, JSON for the rest: every JSON text is YAML."""
    pad = "  " * depth
    if isinstance(value, dict) and value:
        return [line for key, inner in value.items() for line in _entry(f"{pad}{_key(key)}:", inner, depth)]
    if isinstance(value, list) and value:
        return [line for inner in value for line in _entry(f"{pad}-", inner, depth)]
    return [pad + json.dumps(value, ensure_ascii=False)]


def _key(text: str) -> str:
    return (
        text if re.fullmatch(r"[$A-Za-z][\w.]*", text) and text not in {"on", "off", "yes", "no"} else json.dumps(text)
    )


def _entry(label: str, inner: Any, depth: int) -> list[str]:
    if isinstance(inner, dict | list) and inner:
        return [label, *_yaml(inner, depth + 1)]
    return [f"{label} {json.dumps(inner, ensure_ascii=False)}"]
