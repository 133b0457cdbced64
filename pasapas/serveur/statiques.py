"""Static files in production: compressed, each under a name that changes with what it holds."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTS = (
    (r"""(?P<matched>from "(?P<url>\.{1,2}/[^"]+)")""", 'from "%(url)s"'),
    (r"""(?P<matched>import\("(?P<url>\.{1,2}/[^"]+)"\))""", 'import("%(url)s")'),
)


class Statiques(CompressedManifestStaticFilesStorage):
    """Our modules name each other by those names too: no page mixes those of two versions.

    Django's own switch would follow the imports of every package's files, and fail on theirs.
    """

    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", IMPORTS))
