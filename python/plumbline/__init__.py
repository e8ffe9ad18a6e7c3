"""Plumbline for Python: what runs beside a training program."""
