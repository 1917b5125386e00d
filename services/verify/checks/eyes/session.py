"""A model made ready to run: threads at the start and no more later, no spinning, no pool of kept memory."""

from __future__ import annotations

import onnxruntime

THREADS = 2


def session_of(model: str | bytes) -> onnxruntime.InferenceSession:
    """Load a model from a path or from bytes."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
