"""Files of temperature loggers: found out what they hold, with an account of every line and column."""

from calc.chemistry.stability.logger.log import TemperatureLog
from calc.chemistry.stability.logger.reading import read_temperature_log
from calc.chemistry.stability.logger.storing import stored_as_logged

__all__ = ["TemperatureLog", "read_temperature_log", "stored_as_logged"]
