"""Four who read a payload before Slack does: each says why it is refused, or nothing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.peers.slack import blockkit_reading, rules, typescript
from tests.peers.slack.typescript import Typed

Json = dict[str, Any]

TYPES = """\
import type { HomeView, KnownBlock, ModalView } from "@slack/types";
type Known<V> = Omit<V, "blocks"> & { blocks: KnownBlock[] };
"""
_MESSAGE = (
    "{ text: string, blocks?: KnownBlock[], unfurl_links?: boolean, unfurl_media?: boolean,"
    " response_type?: 'ephemeral' }"
)
_TYPE_OF = {"modal": "Known<ModalView>", "home": "Known<HomeView>", "message": _MESSAGE}


def by_blockkit(payload: Json) -> str:
    """Have the package `blockkit` put it together again."""
    return blockkit_reading.refused(payload)


def by_models(payload: Json) -> str:
    """Have the official client's models check it, and each block of it."""
    made = json.loads(json.dumps(payload))
    try:
        if "type" in made:
            View(**made).validate_json()
        for given in made.get("blocks", []):
            block = Block.parse(given)
            if block is None:
                return f"no block of this type: {given['type']}"
            block.validate_json()
    except (SlackObjectFormationError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def by_rules(payload: Json) -> str:
    """Hold it against the rules that no package knows."""
    return ", ".join(rules.broken(payload))


def by_types(folder: Path, payloads: Sequence[Json]) -> list[str]:
    """Have TypeScript's compiler hold all of them against Slack's types, in one run."""
    typed = [Typed(_TYPE_OF[one.get("type", "message")], one) for one in payloads]
    refused = typescript.refused(folder, TYPES, typed)
    return [refused.get(at, "") for at in range(len(payloads))]


#: Those that read one payload at a time.
ONE_BY_ONE = {"blockkit": by_blockkit, "slack_sdk": by_models, "rules": by_rules}
