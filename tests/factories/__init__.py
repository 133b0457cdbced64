"""One factory per kind of row. A projet is opened as people do, with its empty boxes."""

from tests.factories.annexes import *  # noqa: F403
from tests.factories.sol import *  # noqa: F403
