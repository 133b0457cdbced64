"""How Django writes an hour in each language (``FORMAT_MODULE_PATH``)."""
