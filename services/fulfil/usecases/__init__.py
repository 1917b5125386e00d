"""What fulfil does: one function a step, whichever door it is asked at."""
