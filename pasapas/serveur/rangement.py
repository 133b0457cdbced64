"""A folder of files that several processes write and read at once, on one machine or several."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class Rangement(FileSystemStorage):
    """A name means one content: who writes it again replaces it, whole or not at all."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"allow_overwrite": True, "file_permissions_mode": 0o600, **options},
            directory_permissions_mode=0o700,
        )

    def _save(self, name: str, content: File) -> str:
        """Written beside, then given its name. Raises OSError."""
        chemin = Path(self.path(name))
        chemin.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        poignee, provisoire = tempfile.mkstemp(prefix=".", dir=chemin.parent)
        try:
            with os.fdopen(poignee, "wb") as ecrit:
                for bloc in content.chunks():
                    ecrit.write(bloc)
            os.replace(provisoire, chemin)
        except BaseException:
            Path(provisoire).unlink(missing_ok=True)
            raise
        return name
