"""Notices of village affairs: the folder `affairs/`."""

from sitegen.registers.notices import Affairs

REGISTER = Affairs()
