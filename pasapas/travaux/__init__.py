"""Background work: what is asked for in a page and done beside it, by ``manage.py ouvrier``.

``boite.poster`` an e-mail, ``sortes.Sorte`` and its ``confier`` for anything else; ``bail`` is how
both are taken, held and finished (docs/adr/0023).
"""
