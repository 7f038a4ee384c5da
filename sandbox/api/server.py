"""The door of the Web API: token, scope, rate, then the method, or the trouble a test ordered."""

from typing import Any

from aiohttp import web

from sandbox.api.call import Call, read_call
from sandbox.api.methods import METHODS, Method
from sandbox.errors import ApiError, ratelimited
from sandbox.faults import Fault
from sandbox.parts import Parts

Json = dict[str, Any]


class Api:
    """Answers POST and GET at /api/<method>."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Do one call, or say why not in Slack's words."""
        name = request.match_info["method"]
        try:
            answer = await self._answer(request, name)
        except ApiError as refused:
            return web.json_response(refused.body(), status=refused.status, headers=refused.headers)
        return answer

    async def _answer(self, request: web.Request, name: str) -> web.StreamResponse:
        call = await read_call(request)
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        self._admit(call, method)
        fault = self._parts.faults.next(name) or Fault()
        if fault.retry_after is not None:
            raise ratelimited(fault.retry_after)
        if fault.error:
            raise ApiError(fault.error)
        body = self._do(name, method, call)
        if fault.seconds:
            await self._parts.real.wait(fault.seconds)
        if fault.lost and request.transport is not None:
            request.transport.abort()
        return web.json_response({"ok": True, **body}, headers=self._scope_headers(method))

    def _do(self, name: str, method: Method, call: Call) -> Json:
        # Messages count by conversation, which only the method itself can name.
        wait = 0 if name == "chat.postMessage" else self._parts.limits.take(name)
        if wait:
            raise ratelimited(wait)
        return method.run(self._parts, call)

    def _admit(self, call: Call, method: Method) -> None:
        """Let nobody in without the right kind of token and scope."""
        seed = self._parts.seed
        if not method.caller:
            return
        if not call.token:
            raise ApiError("not_authed")
        if call.token not in (seed.bot_token, seed.app_token):
            raise ApiError("invalid_auth")
        if (call.token == seed.app_token) != (method.caller == "app"):
            raise ApiError("not_allowed_token_type")
        if method.caller == "bot" and method.scope and method.scope not in seed.scopes:
            provided = ",".join(seed.scopes)
            raise ApiError("missing_scope", needed=method.scope, provided=provided)

    def _scope_headers(self, method: Method) -> dict[str, str]:
        """Tell the scopes in headers, where Slack tells them."""
        if method.caller != "bot":
            return {}
        provided = ",".join(self._parts.seed.scopes)
        return {"X-OAuth-Scopes": provided, "X-Accepted-OAuth-Scopes": method.scope}
