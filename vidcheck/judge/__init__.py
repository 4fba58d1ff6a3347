"""Candidates × calibration → events, risk, verdict."""
