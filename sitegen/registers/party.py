"""Notices of party affairs: the folder `party/`."""

from sitegen.registers.notices import Party

REGISTER = Party()
