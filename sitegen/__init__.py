"""sitegen: a folder of committed files becomes a village disclosure board."""

__version__ = "0.1.0"
