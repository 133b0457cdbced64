"""An hour is « 14 h 32 » on every page, never 14:32; the rest is Django's."""

TIME_FORMAT = "G\u00a0\\h\u00a0i"
DATETIME_FORMAT = f"j F Y à {TIME_FORMAT}"
