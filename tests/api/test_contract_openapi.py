"""The served OpenAPI document against the served answers, in both directions."""

import re
from collections import defaultdict

import jsonschema
import pytest
from wire_client import (
    PASSWORD,
    PREFIX,
    UNKNOWN_UNIT,
    Wire,
    add_user,
    approved,
    make_account,
    propose,
    unique,
    unit_body,
    write,
)

METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}
# Answers that any route may give when the server defends itself; not worth a line per route.
DEFENCES = {408, 413, 431, 500, 503}


class Walk:
    """Sends requests and files every answer under its route template."""

    def __init__(self, server, document):
        self.wire, self.answers = Wire(server), defaultdict(lambda: defaultdict(list))
        self._templates = [
            (template, re.compile(re.sub(r"\\{[^/]+\\}", "[^/]+", re.escape(template)) + "$"))
            for template in sorted(document["paths"], key=lambda path: path.count("{"))
        ]

    def call(self, method, path, **more):
        answer = self.wire.call(method, path, **more)
        bare = PREFIX + path.partition("?")[0]
        template = next(t for t, pattern in self._templates if pattern.match(bare))
        self.answers[method.lower(), template][answer.status].append(answer)
        return answer


@pytest.fixture
def document(server):
    answer = Wire(server).send("GET", "/openapi.json")
    assert answer.status == 200 and answer.header("content-type") == "application/json"
    return answer.json()


def walk_everything(server, document):
    walk = Walk(server, document)
    account, wire = make_account(server), walk.wire
    session, key = account.session, account.key
    name = unique("open")
    add_user(server.db_path, name)
    login = {"username": name, "password": PASSWORD}
    walk.call("GET", "/health")
    walk.call("POST", "/auth/login", json_body=login)
    walk.call("POST", "/auth/login", json_body={**login, "password": "x"})
    walk.call("POST", "/auth/login", json_body={})
    walk.call("POST", "/auth/login", body=b'"\xff"')
    removed = make_account(server)
    write(server.db_path, "DELETE FROM users WHERE username = ?", (removed.name,))
    for token in (session, removed.session, "x"):
        walk.call("GET", "/users/me", token=token)
    walk.call("GET", "/users/me/api-keys", token=session)
    walk.call("GET", "/users/me/api-keys")
    new = {"name": "n", "ttl": "1d", "labels": ["l"]}
    created = walk.call("POST", "/users/me/api-keys", token=session, json_body=new).json()["id"]
    walk.call("POST", "/users/me/api-keys", json_body=new)
    walk.call("POST", "/users/me/api-keys", token=session, json_body={})
    walk.call("POST", "/users/me/api-keys", token=session, json_body={**new, "ttl": "x"})
    walk.call("POST", "/users/me/api-keys", token=session, body=b"\xff")
    while wire.post("/users/me/api-keys", session, new).status == 201:
        pass
    walk.call("POST", "/users/me/api-keys", token=session, json_body=new)
    for token, key_id in [(session, created), (session, "x"), (None, created)]:
        walk.call("POST", f"/users/me/api-keys/{key_id}/revoke", token=token)
    walk.call("GET", "/users/me/api-keys", token=session)

    extras = {"extensions": {"a:b": [1, None]}, "context": {"languages": ["go"], "frameworks": ["gin"], "pattern": "p"}}
    unit = approved(wire, account, "openapi", **extras)["id"]
    for token, body in [
        (key, unit_body("openapi", **extras)),
        (None, {}),
        (key, {}),
        (key, unit_body(" ")),
        (key, unit_body("x" * 65)),
    ]:
        walk.call("POST", "/knowledge", token=token, json_body=body)
    walk.call("POST", "/knowledge", token=key, body=b"\xff")
    for token, target in [(key, unit), (None, unit), (key, UNKNOWN_UNIT)]:
        walk.call("POST", f"/knowledge/{target}/confirmations", token=token)
        walk.call("POST", f"/knowledge/{target}/flags", token=token, json_body={"reason": "stale"})
    walk.call(
        "POST",
        f"/knowledge/{unit}/flags",
        token=key,
        json_body={"reason": "duplicate", "duplicate_of": UNKNOWN_UNIT, "detail": "d"},
    )
    walk.call("POST", f"/knowledge/{unit}/flags", token=key, json_body={})
    walk.call("POST", f"/knowledge/{unit}/flags", token=key, body=b"\xff")
    walk.call("GET", "/knowledge?domains=openapi")
    walk.call("GET", "/knowledge")
    walk.call("GET", "/knowledge/stats")

    for act in ("approve", "reject"):
        fresh = propose(wire, account, "openapi")["id"]
        for token, target in [(session, fresh), (session, fresh), (None, fresh), (session, UNKNOWN_UNIT)]:
            walk.call("POST", f"/review/{target}/{act}", token=token)
    propose(wire, account, "openapi")
    for path in ("/review/queue", "/review/units", "/review/stats", f"/review/{unit}", f"/review/{UNKNOWN_UNIT}"):
        walk.call("GET", path, token=session)
        walk.call("GET", path)
    walk.call("GET", "/review/queue?limit=x", token=session)
    walk.call("GET", "/review/units?limit=x", token=session)
    walk.call("GET", "/review/units?q=short&author=x&offset=1", token=session)

    guesser = unique("guess")
    while walk.call("POST", "/auth/login", json_body={"username": guesser, "password": "x"}).status == 401:
        pass
    return walk.answers


def resolve(document, node):
    while "$ref" in node:
        target = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def operations(document):
    for template, item in document["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield (method, template), operation


def test_document_and_answers_agree(start_server):
    server = start_server(env={"CQ_LOGIN_ATTEMPTS_PER_USER": "3", "CQ_LOGIN_ATTEMPTS_PER_CLIENT": "100"})
    document = Wire(server).send("GET", "/openapi.json").json()
    answered = walk_everything(server, document)
    described = dict(operations(document))
    assert set(answered) == set(described)
    for route, operation in described.items():
        promised = {int(status) for status in operation["responses"] if status != "default"} - DEFENCES
        assert set(answered[route]) == promised, route
        for status, answers in answered[route].items():
            response = resolve(document, operation["responses"][str(status)])
            schema = response["content"]["application/json"]["schema"]
            validator = jsonschema.Draft202012Validator({**schema, "components": document["components"]})
            for answer in answers:
                assert answer.header("content-type") == "application/json"
                errors = [f"{e.json_path}: {e.message}" for e in validator.iter_errors(answer.json())]
                assert not errors, (route, status, errors)
            for header, described_header in response.get("headers", {}).items():
                value = answers[0].header(header)
                jsonschema.validate(int(value) if value.isdigit() else value, described_header["schema"])


def test_schemas_name_every_member_of_an_answer(start_server):
    """Validation alone would pass a document that forgets members."""
    server = start_server()
    wire, account = Wire(server), make_account(server)
    document = wire.send("GET", "/openapi.json").json()
    approved(wire, account, "members", extensions={"a:b": 1})
    wire.post("/knowledge", account.key, unit_body("members"))
    checked = 0
    for path, token in [
        ("/knowledge?domains=members", None),
        ("/knowledge/stats", None),
        ("/users/me", account.session),
        ("/users/me/api-keys", account.session),
        ("/review/queue", account.session),
        ("/review/units", account.session),
        ("/review/stats", account.session),
    ]:
        operation = document["paths"][PREFIX + path.partition("?")[0]]["get"]
        response = resolve(document, operation["responses"]["200"])
        pairs = [(response["content"]["application/json"]["schema"], wire.get(path, token).json())]
        while pairs:
            schema, value = pairs.pop()
            schema = resolve(document, schema)
            for variant in schema.get("anyOf", []) + schema.get("oneOf", []) + schema.get("allOf", []):
                if resolve(document, variant).get("type") != "null":
                    pairs.append((variant, value))
            if isinstance(value, dict) and "properties" in schema:
                assert set(value) <= set(schema["properties"]), (path, set(value) - set(schema["properties"]))
                pairs += [(schema["properties"][m], v) for m, v in value.items()]
                checked += 1
            elif isinstance(value, list) and "items" in schema:
                pairs += [(schema["items"], v) for v in value]
    assert checked > 15


def test_the_document_is_well_formed(document):
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] and document["info"]["version"]
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names)) == 17
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for (_, template), operation in operations(document):
        parameters = [
            resolve(document, p)
            for p in operation.get("parameters", []) + document["paths"][template].get("parameters", [])
        ]
        in_path = {p["name"] for p in parameters if p["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", template)), template
        assert all(
            scheme in document["components"]["securitySchemes"] for need in operation["security"] for scheme in need
        )


def test_routes_with_a_credential_are_marked(document, server):
    wire = Wire(server)
    for (method, template), operation in operations(document):
        path = re.sub(r"\{\w+\}", "x", template).removeprefix(PREFIX)
        answer = wire.call(method.upper(), path)
        asks = answer.status == 401 and path != "/auth/login"
        assert asks == bool(operation["security"]), template
