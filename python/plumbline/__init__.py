"""Plumbline for Python: signs MLflow in, records how a run was made, and runs commands in containers."""

__version__ = "0.1.0"
