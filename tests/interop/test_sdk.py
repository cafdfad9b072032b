"""The published Python SDK with nothing set but its address and its key."""

import subprocess
import sys

import cq
import pytest
from cq.models import FlagReason, Tier


@pytest.fixture
def client(client_environment, monkeypatch):
    for name, value in client_environment.items():
        monkeypatch.setenv(name, value)
    with cq.Client() as client:
        yield client


def propose(client, domain, **more):
    return client.propose(summary="Short ☃", detail="Longer", action="Do it", domains=[domain], **more)


def test_a_unit_travels_all_the_way(client, reviewer):
    proposed = propose(
        client, "SDK Travel ", languages=["go"], frameworks=["gin"], pattern="retry", created_by="ignored"
    )
    assert (proposed.tier, proposed.created_by) == (Tier.PRIVATE, reviewer.name)
    assert proposed.domains == ["sdk travel"]
    assert client.query(["sdk travel"]).units == []
    reviewer.approve(proposed.id)
    result = client.query(["SDK travel", "other"], languages=["go"], frameworks=["gin"], pattern="RETRY")
    assert (result.source, result.warnings) == ("remote", [])
    (found,) = result.units
    assert (found.id, found.insight, found.context) == (proposed.id, proposed.insight, proposed.context)
    assert found.created_by == ""
    confirmed = client.confirm(found.id, tier=found.tier)
    assert (confirmed.evidence.confidence, confirmed.evidence.confirmations) == (0.6, 2)
    assert confirmed.evidence.last_confirmed > found.evidence.last_confirmed
    flagged = client.flag(found.id, FlagReason.STALE, tier=found.tier)
    assert flagged.evidence.confidence == 0.6 - 0.15
    assert [flag.reason for flag in flagged.flags] == [FlagReason.STALE]


def test_limits_and_order_arrive(client, reviewer):
    units = [propose(client, "sdk order") for _ in range(7)]
    for unit in units:
        reviewer.approve(unit.id)
    best = client.confirm(units[3].id, tier=Tier.PRIVATE)
    assert len(client.query(["sdk order"]).units) == 5
    everything = client.query(["sdk order"], limit=50).units
    assert len(everything) == 7 and everything[0] == best.model_copy(update={"created_by": ""})


def test_status_counts_the_servers_units(client, reviewer):
    before = client.status()
    reviewer.approve(propose(client, "sdk status").id)
    after = client.status()
    assert (before.warnings, after.warnings) == ([], [])
    assert after.tier_counts[Tier.PRIVATE] == before.tier_counts.get(Tier.PRIVATE, 0) + 1
    assert after.domain_counts["sdk status"] == 1
    assert after.confidence_distribution["0.5-0.7"] == before.confidence_distribution["0.5-0.7"] + 1


def test_errors_reach_the_caller(client):
    with pytest.raises(cq.RemoteError) as refused:
        client.confirm("ku_" + "0" * 32, tier=Tier.PRIVATE)
    assert refused.value.status_code == 404 and "Knowledge unit not found" in refused.value.detail
    with pytest.raises(cq.RemoteError) as refused:
        client.propose(summary="s", detail="d", action="a", domains=[" "])
    assert refused.value.status_code == 422


def test_what_was_stored_alone_is_drained_later(client_environment, reviewer, monkeypatch):
    for name, value in client_environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("CQ_ADDR")
    with cq.Client() as alone:
        local = [propose(alone, "sdk drain") for _ in range(3)]
        assert {unit.tier for unit in local} == {Tier.LOCAL}
    monkeypatch.setenv("CQ_ADDR", client_environment["CQ_ADDR"])
    with cq.Client() as online:
        drained = online.drain()
        assert (drained.pushed, drained.warnings) == (3, [])
        assert online.drain().pushed == 0
    assert reviewer.pending("sdk drain") == 3


def test_a_refused_key_falls_back_to_the_local_store(client_environment, monkeypatch):
    for name, value in client_environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CQ_API_KEY", "cqa.v1." + "0" * 32 + "." + "a" * 52)
    with cq.Client() as client, pytest.raises(cq.FallbackError) as fallback:
        propose(client, "sdk refused")
    assert fallback.value.__cause__.status_code == 401


def test_a_fresh_process_needs_two_variables_only(client_environment):
    code = (
        "import cq; client = cq.Client(); warnings = client.status().warnings; assert not warnings, warnings;"
        "print(client.propose('s', 'd', 'a', ['two']).tier)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=client_environment, capture_output=True, text=True, timeout=60
    )
    assert (run.returncode, run.stdout.strip()) == (0, "private"), run.stderr
