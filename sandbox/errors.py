"""What a Web API method answers when it does not do what was asked."""

from typing import Any


class ApiError(Exception):
    """Slack's `error`, what goes with it in the body, and the HTTP status and headers."""

    def __init__(
        self,
        error: str,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.more = more

    def body(self) -> dict[str, Any]:
        """Give the JSON body of the answer."""
        return {"ok": False, "error": self.error, **self.more}


def invalid(error: str, problems: list[str]) -> ApiError:
    """Say what is wrong with a payload, in the two places where Slack says it."""
    return ApiError(
        error,
        errors=problems,
        response_metadata={"messages": [f"[ERROR] {problem}" for problem in problems]},
    )


def ratelimited(retry_after: int) -> ApiError:
    """Say that the caller must wait, and for how many seconds."""
    return ApiError("ratelimited", status=429, headers={"Retry-After": str(retry_after)})
