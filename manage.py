#!/usr/bin/env python
"""Django's command line."""

import gc
import os
import sys


def main() -> None:
    gc.set_threshold(100_000)  # half a million objects to load, none of which is garbage
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasapas.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as manque:
        sys.exit(f"✗ {manque}")


if __name__ == "__main__":
    main()
