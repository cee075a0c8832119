"""Measures sitegen against other generators, and where its own time goes."""
