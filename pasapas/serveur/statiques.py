"""Static files in production: without their comments, compressed, each under a name that changes
with what it holds."""

from typing import Any

import rcssmin
import rjsmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Spaces or none: a module is read before its comments leave it, and after.
IMPORTS = (
    (r"""(?P<matched>from\s*"(?P<url>\.{1,2}/[^"]+)")""", 'from "%(url)s"'),
    (r"""(?P<matched>import\s*"(?P<url>\.{1,2}/[^"]+)")""", 'import "%(url)s"'),
    (r"""(?P<matched>import\("(?P<url>\.{1,2}/[^"]+)"\))""", 'import("%(url)s")'),
)
A_NOUS = {"js": rjsmin.jsmin, "css": rcssmin.cssmin}


def alleger(nom: str, contenu: bytes) -> bytes:
    """What a browser needs of one of our own files: « js/mur.js », « css/mur.css »."""
    moudre = A_NOUS.get(nom.partition("/")[0])
    return moudre(contenu) if moudre else contenu


class Statiques(CompressedManifestStaticFilesStorage):
    """Our modules name each other by those names too: no page mixes those of two versions.

    Django's own switch would follow the imports of every package's files, and fail on theirs.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))

    def _save(self, name: str, content: Any) -> str:
        return super()._save(name, ContentFile(alleger(name, b"".join(content.chunks()))))
