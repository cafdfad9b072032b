"""The real Go command line client and its MCP server, where CQ_CLI names the binary."""

import json
import os
import re
import subprocess

import pytest

CLI = os.environ.get("CQ_CLI")
pytestmark = pytest.mark.skipif(not CLI, reason="CQ_CLI names no cq binary")


@pytest.fixture
def cq(client_environment):
    """Runs the CLI. Returns what it printed."""

    def run(*arguments, fails=False, env=None):
        done = subprocess.run(
            [CLI, *arguments], env={**client_environment, **(env or {})}, capture_output=True, text=True, timeout=60
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    return run


def propose(cq, domain, *more, **kw):
    printed = cq("propose", "--summary", "Short ☃", "--detail", "Longer", "--action", "Do it", "--domain", domain,
                 "--format", "json", *more, **kw)  # fmt: skip
    return json.loads(printed)


def query(cq, *domains, limit=5):
    arguments = [word for domain in domains for word in ("--domain", domain)]
    return json.loads(cq("query", *arguments, "--limit", str(limit), "--format", "json"))


def units_of(printed):
    return printed if isinstance(printed, list) else printed.get("units") or printed.get("data") or []


def id_of(printed):
    return re.search(r"ku_[0-9a-f]{32}", json.dumps(printed)).group()


def test_a_unit_travels_all_the_way(cq, reviewer):
    unit = id_of(propose(cq, "Cli Travel", "--language", "go", "--framework", "gin", "--pattern", "retry"))
    assert reviewer.pending("cli travel") == 1
    assert not units_of(query(cq, "cli travel"))
    reviewer.approve(unit)
    (found,) = units_of(query(cq, "CLI travel"))
    assert id_of(found) == unit and "Short ☃" in json.dumps(found, ensure_ascii=False)
    cq("confirm", unit)
    assert reviewer.unit(unit)["evidence"]["confirmations"] == 2
    cq("flag", unit, "--reason", "incorrect", "--detail", "no longer so")
    (flag,) = reviewer.unit(unit)["flags"]
    assert (flag["reason"], flag["detail"]) == ("incorrect", "no longer so")


def test_a_duplicate_names_its_original(cq, reviewer):
    original, copy = (id_of(propose(cq, "cli duplicate")) for _ in range(2))
    for unit in (original, copy):
        reviewer.approve(unit)
    cq("flag", copy, "--reason", "duplicate", "--duplicate-of", original)
    (flag,) = reviewer.unit(copy)["flags"]
    assert (flag["reason"], flag["duplicate_of"]) == ("duplicate", original)


def test_status_counts_the_servers_units(cq, reviewer):
    reviewer.approve(id_of(propose(cq, "cli status")))
    printed = json.loads(cq("status", "--format", "json"))
    assert printed["domain_counts"]["cli status"] == 1
    assert printed["tier_counts"]["private"] >= 1
    assert "private" in cq("status").lower()


def test_errors_reach_the_user(cq):
    assert "not found" in cq("confirm", "ku_" + "0" * 32, fails=True).lower()


def test_what_was_stored_alone_is_drained_later(cq, reviewer):
    for _ in range(2):
        propose(cq, "cli drain", env={"CQ_ADDR": ""})
    assert reviewer.pending("cli drain") == 0
    cq("drain")
    assert reviewer.pending("cli drain") == 2
    cq("drain")
    assert reviewer.pending("cli drain") == 2


class Mcp:
    """JSON-RPC with `cq mcp` over its standard streams."""

    def __init__(self, environment):
        self._process = subprocess.Popen(
            [CLI, "mcp"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._number = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        try:
            self._process.wait(20)
        finally:
            self._process.kill()
            self._process.stdout.close()

    def _send(self, message):
        self._process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self._process.stdin.flush()

    def notify(self, method):
        self._send({"method": method})

    def request(self, method, **parameters):
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            line = self._process.stdout.readline()
            assert line, "the MCP server ended"
            answer = json.loads(line)
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def tool(self, name, **arguments):
        result = self.request("tools/call", name=name, arguments=arguments)
        text = "\n".join(part.get("text", "") for part in result["content"])
        assert not result.get("isError"), text
        return text


def test_the_mcp_server(client_environment, reviewer):
    with Mcp(client_environment) as mcp:
        client = {"name": "tests", "version": "1"}
        ready = mcp.request("initialize", protocolVersion="2024-11-05", capabilities={}, clientInfo=client)
        assert ready["serverInfo"]["name"]
        mcp.notify("notifications/initialized")
        tools = {tool["name"]: tool["inputSchema"] for tool in mcp.request("tools/list")["tools"]}
        assert {"query", "propose", "confirm", "flag", "status"} <= set(tools)
        unit = id_of(mcp.tool("propose", summary="Short", detail="Longer", action="Do it", domains=["mcp travel"]))
        assert reviewer.pending("mcp travel") == 1
        reviewer.approve(unit)
        assert unit in mcp.tool("query", domains=["mcp travel"])
        mcp.tool("confirm", unit_id=unit)
        mcp.tool("flag", unit_id=unit, reason="stale")
        assert "mcp travel" in mcp.tool("status")
    stored = reviewer.unit(unit)
    assert (stored["evidence"]["confirmations"], [f["reason"] for f in stored["flags"]]) == (2, ["stale"])
