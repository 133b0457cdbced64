SHELL := /bin/bash
.DEFAULT_GOAL := aide
.PHONY: aide demo exemple modules references test demain debian conteneurs bench chaos noeuds hostile lint format lock liberer
py := .venv/bin/python
court := $(if $(COURT),--court)
compile := CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(OPTIONS)

aide: ## affiche cette liste
	@echo "Pas à pas : make CIBLE"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' Makefile

demo: ## installe ce qu'il faut et sert le projet d'exemple (autre port : make demo PORT=8001)
	@exec .ci/demo

test: ## toutes les vérifications et tous les tests, sur SQLite et sur PostgreSQL
	@exec .ci/test

demain: ## les essais purs avec le Python et le Django qui viennent (3.13 trouvé ici, ou une racine Debian 13)
	@exec .ci/demain

debian: ## suit docs/heberger.md dans une racine Debian nue, jusqu'à une page en HTTPS (dix minutes, root ; VERSION=trixie)
	@exec .ci/debian $(VERSION)

conteneurs: ## construit l’image, la pèse et la lance, sans root et en lecture seule (podman et buildah)
	@exec .ci/conteneurs

bench: ## mesure les temps de réponse, sur SQLite et PostgreSQL (un quart d'heure au plus : COURT=1 ; une partie : PARTIE="pages recueil")
	@.ci/setup dev && . .ci/env && .ci/postgres $(py) bench/run.py $(PARTIE) $(court)

chaos: ## casse tout exprès, une bonne heure (un quart d'heure au plus : COURT=1 ; une partie : PARTIE=fusion ; la liste : bench/chaos/essais.py)
	@.ci/setup dev && . .ci/env && .ci/postgres $(py) -m bench.chaos $(PARTIE) $(court)

noeuds: ## deux nœuds derrière nginx, une base et sa réplique : tue, relance, promeut (deux tours : COURT=1) ; puis les fichiers sur S3
	@.ci/setup dev && . .ci/env && $(py) -m bench.chaos noeuds $(court) && .ci/s3

hostile: ## cherche la faille, une bonne heure, sur les deux bases (un quart d'heure au plus : COURT=1 ; une partie : PARTIE=matrice ; la liste : .ci/hostile)
	@exec .ci/hostile $(court)

exemple: ## récrit la fresque d'exemple que l'application montre (après un changement de l'exemple ou d'une feuille)
	@.ci/setup dev && . .ci/env && PASAPAS_EXEMPLE=ecrire $(py) -m pytest -q -n 0 tests/fresque/mur/test_exemple_rempli.py -k ce_que_donne

modules: ## récrit docs/modules.md, qui dit chaque fichier en une ligne (après un fichier de plus, ou sa première phrase)
	@.ci/setup dev && . .ci/env && PASAPAS_MODULES=ecrire $(py) -m pytest -q -n 0 tests/test_modules.py -k en_une_ligne

references: ## redessine les images approuvées de l'écran et du papier (regardez-les avant de les garder)
	@.ci/setup dev && . .ci/env && PASAPAS_REFERENCES=1 $(py) -m pytest -q -n 0 tests/parcours/test_references.py tests/fresque/pdf/test_balayage.py

lint: ## relit le code et les gabarits sans rien changer
	@.ci/setup dev
	@$(py) -m ruff check . && $(py) -m ruff format --check --output-format=concise . && .venv/bin/lint-imports --no-logo && $(py) -m mypy \
		&& $(py) -m djlint templates --lint --quiet

format: ## met en forme le code
	@.ci/setup dev
	@$(py) -m ruff check --fix --quiet . ; $(py) -m ruff format .

lock: ## recalcule les versions verrouillées (tout remonter : make lock OPTIONS=--upgrade)
	@.ci/setup dev
	@$(compile) --output-file requirements.lock pyproject.toml
	@$(compile) --extra erreurs --constraint requirements.lock --output-file requirements-erreurs.lock pyproject.toml
	@grep '^[a-z].*==' requirements.lock | sed 's/ .*//' | grep -v '^python-dateutil' > var/s3.txt # botocore holds to its 2
	@$(compile) --extra s3 --constraint var/s3.txt --output-file requirements-s3.lock pyproject.toml
	@$(compile) --extra s3 --extra s3-essai --constraint var/s3.txt --output-file requirements-s3-essai.lock pyproject.toml
	@$(compile) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

liberer: ## fige une version : numéro, migrations, bases et archive à mettre à jour ensuite (make liberer VERSION=1.0.0)
	@.ci/setup dev && . .ci/env && .ci/postgres $(py) -m tests.versions.liberer $(VERSION)
