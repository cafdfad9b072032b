# `make help` lists the targets.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help setup build run web demo-oidc test test-keycloak lint format asan tsan fuzz fuzz-long bench clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: ## install what is missing on Debian 12
	@scripts/setup build web test browser idp

build: ## the optimised binary, build/release/cq-server; with the dashboard if Node is there
	@scripts/setup build
	@scripts/build release cq-server

run: ## build, make var/ with secrets and a first user, serve
	@scripts/setup build web
	@scripts/build release cq-server
	@scripts/run

web: ## the dashboard alone, web/dist
	@scripts/setup web
	@scripts/web

# IDP=keycloak starts a Keycloak instead of the small provider of the tests.
demo-oidc: ## serve with an identity provider beside it, print a token and what to do with it
	@scripts/setup build $(if $(filter keycloak,$(IDP)),keycloak,idp)
	@scripts/build release cq-server
	@IDP=$(IDP) scripts/demo_oidc

test: setup ## build everything, run every test
	@scripts/build dev
	@scripts/build release cq-server
	@scripts/test dev build/release/cq-server

test-keycloak: ## run the tests against a real Keycloak, 150 MB to download
	@scripts/setup build test keycloak
	@scripts/build release cq-server
	@CQ_SERVER=build/release/cq-server .venv/bin/python -m pytest -q tests/keycloak

lint: ## check format, clang-tidy, includes, Python and the dashboard
	@scripts/setup build web test lint
	@scripts/build dev
	@scripts/lint

format: ## format C++, Python and the dashboard
	@scripts/setup web lint
	@scripts/web
	@npm --prefix web run --silent format
	@git ls-files -z '*.cpp' '*.h' | xargs -0 clang-format-19 -i
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --quiet --fix .

asan: setup ## run every test with the address and undefined behaviour sanitizers
	@scripts/build asan
	@scripts/test asan

tsan: setup ## run every test with the thread sanitizer
	@scripts/build tsan
	@scripts/test tsan

fuzz: ## run every fuzz target for a quarter of a minute
	@scripts/setup build fuzz
	@scripts/build fuzz
	@scripts/fuzz 15

fuzz-long: ## run every fuzz target for half an hour
	@scripts/setup build fuzz
	@scripts/build fuzz
	@scripts/fuzz 1800

bench: ## measure speed beside other token libraries, nginx and, with CQ_REFERENCE, the reference server
	@scripts/setup build bench
	@scripts/build bench
	@CQ_SERVER=build/bench/cq-server .venv/bin/python bench/oidc_bench.py
	@CQ_SERVER=build/bench/cq-server .venv/bin/python bench/bench.py

clean: ## remove what was built; var/ and .venv stay
	rm -rf build
