"""A model made ready to run: threads at the start and no more later, no spinning.

Its working memory is kept from one run to the next: to give it back and ask for it again, filled with zeros, took a
quarter of all time. It is enlarged by no more than what is needed.
"""

from __future__ import annotations

import onnxruntime

THREADS = 2


def session_of(model: bytes) -> onnxruntime.InferenceSession:
    """Make a model ready."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    by = [("CPUExecutionProvider", {"arena_extend_strategy": "kSameAsRequested"})]
    return onnxruntime.InferenceSession(model, options, providers=by)
