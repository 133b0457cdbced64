"""The laws of the merge (tests/pasapas/test_fusion.py), on far more generated texts."""

import os
import subprocess
import sys
from pathlib import Path

from bench.chaos.verification import Verdict
from bench.instance import RACINE

LOIS = Path("tests/pasapas/test_fusion.py")


def mesurer(exemples: int) -> Verdict:
    """``exemples`` for each law; what pytest says of a law that does not hold is the fault."""
    lois = (RACINE / LOIS).read_text().count("\n@loi\n")
    fini = subprocess.run(
        [sys.executable, "-m", "pytest", LOIS, "-q", "-n", "auto", "-p", "no:cacheprovider"],
        cwd=RACINE,
        env={**os.environ, "FUSION_EXEMPLES": str(exemples)},
        capture_output=True,
        text=True,
    )
    verdict = Verdict("fusion", "aucune", acquis=lois * exemples, detail={"lois": lois})
    if fini.returncode:
        verdict.fautes.append(fini.stdout[-3000:] or fini.stderr[-3000:])
    return verdict
