"""Tables that come in and go out as files: what stands in a cell, previews, all or nothing."""

from tablib.formats import registry

# import-export asks tablib for each format while it loads, and tablib then loads openpyxl: a fifth
# of the loading of every process. Ours read and write by themselves (formats.py).
registry.register("xlsx", object())
