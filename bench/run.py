"""`make bench`: measure, print a table and a JSON line per row, fail when a ceiling is broken."""

import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
runpy.run_module("bench", run_name="__main__", alter_sys=True)
