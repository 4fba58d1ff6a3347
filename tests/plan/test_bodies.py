"""Every request body against a closed schema, written by hand from the vendors' documents."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.plan.vendors import SCHEMAS
from vidcheck.generators.load import load_profiles
from vidcheck.plan.compile import compile_plan
from vidcheck.plan.model import PromptRequest
from vidcheck.storyboard.load import load_storyboard

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def _requests(name: str) -> Iterator[PromptRequest]:
    boards = [*(HERE / "boards").glob("*.yaml"), *(ROOT / "storyboards").rglob("*.yaml")]
    for board in sorted(boards):
        plan = compile_plan(load_storyboard(board), [load_profiles()[name]], takes=1)
        yield from (one for one in plan.requests if one.mode != "image")


@pytest.mark.parametrize("name", SCHEMAS)
def test_bodies_hold_to_the_vendors_documents(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    judge = Draft202012Validator(schema)
    checked = 0
    for request in _requests(name):
        if request.body is None:
            assert "VC202" in {warning.code for warning in request.warnings}
            continue
        wrong = [
            f"{list(error.path)}: {error.message[:160]}"
            for error in judge.iter_errors(request.body)
        ]
        assert not wrong, (request.id, wrong)
        json.dumps(request.body)
        checked += 1
    assert checked


def test_the_schemas_can_say_no() -> None:
    body = next(_requests("kling-3.0")).body
    judge = Draft202012Validator(SCHEMAS["kling-3.0"])
    assert judge.is_valid(body)
    assert not judge.is_valid({**body, "camera_control": {}})
    assert not judge.is_valid({**body, "settings": {**body["settings"], "duration": 16}})
    assert not judge.is_valid({**body, "settings": {**body["settings"], "duration": "5"}})


def test_every_service_with_a_known_body_has_a_schema() -> None:
    known = {
        item.id
        for item in load_profiles().values()
        if item.host_kind == "api"
        and item.status == "active"
        and any(call.body is not None for call in item.request.calls)
    }
    left = known - set(SCHEMAS)
    assert left == {"vidu-legacy", "hunyuan-tencent-aigc"}, "these two have loose bodies"
