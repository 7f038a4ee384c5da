"""Where a server answers otherwise than Slack's documentation says, and why that may stay so.

The sandbox is mended where it differs; only what it cannot know would stand here. What others
wrote stays as it is: the bot is held to Slack, and where `emulate` is laxer the sandbox is not.
"""

_NO_BLOCKS = "it keeps blocks without a look at them"
_VIEW = "its own word for a view that it does not take"

#: What `emulate` answers otherwise: the case, its answer, the reason.
_EMULATE: dict[str, tuple[str, str]] = {
    "a token that nobody has": ("ok", "every unknown token is its administrator's"),
    "the apps own token where the bots is wanted": ("ok", "the same: it has no app-level tokens"),
    "a socket is given to the apps own token": ("HTTP 404", "it has no Socket Mode"),
    "a socket is not given to the bots": ("HTTP 404", "the same"),
    "a member is told from a guest": ("lacks: is_restricted", "it has no guests"),
    "a message whose blocks are no json": (
        "invalid_blocks",
        "the documents have a word of its own",
    ),
    "a message with a block too long": ("ok", _NO_BLOCKS),
    "a message is replaced by a block too long": ("ok", _NO_BLOCKS),
    "a form with a block too long": ("ok", _NO_BLOCKS),
    "a form too large": ("ok", "it weighs no view"),
    "a message of nowhere is replaced": ("message_not_found", "it looks for the message alone"),
    "a message is replaced by one too long": (
        "ok",
        "it cuts here what only a new message is cut by",
    ),
    "a form without a title": ("invalid_view", _VIEW),
    "a home opened as a form": ("invalid_view", _VIEW),
    "a form is drawn anew without a title": ("invalid_view", _VIEW),
    "a form published as a home": ("invalid_view", _VIEW),
    "a form on none": ("view_not_found", "the documents say not_found; the bot takes both"),
    "a home of nobody": ("user_not_found", "the documents show invalid_arguments for it"),
    "a file of no length": ("ok", "it takes an empty file"),
}
#: Server and case -> what it answers, and the reason.
DIFFERENCES: dict[tuple[str, str], tuple[str, str]] = {
    ("emulate", what): said for what, said in _EMULATE.items()
}
