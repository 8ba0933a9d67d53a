"""Lets a library that asks through `requests` ask through our client instead, such as the `arxiv` package."""

from __future__ import annotations

from collections.abc import Mapping

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from digest.fetch.exchange import FetchFailure, Get, Sort, Wanted


class RequestsFailure(requests.exceptions.RequestException):
    """A `FetchFailure` on its way through a library that knows the errors of `requests` alone.

    No `ConnectionError`, which libraries take as a reason to ask again: the client has already done that.
    """

    def __init__(self, failure: FetchFailure) -> None:
        super().__init__(failure.message)
        self.failure = failure


class ClientAdapter(BaseAdapter):
    """A transport for a `requests.Session` that hands every GET to `get`.

    Mount it for both schemes: `session.mount("https://", adapter)`, `session.mount("http://", adapter)`. Headers,
    timeouts, proxies and certificates that the session adds are not used: those are the client's.
    """

    def __init__(self, get: Get, sort: Sort = "api") -> None:
        super().__init__()
        self._get = get
        self._sort: Sort = sort

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002  (this and what follows is the client's business)
        timeout: object = None,  # noqa: ARG002 - the signature of requests; our core has limits of its own
        verify: object = True,  # noqa: ARG002 - as above
        cert: object = None,  # noqa: ARG002 - as above
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 - as above
    ) -> requests.Response:
        """The response to a GET, with status 200.

        Raises:
            RequestsFailure: with the `FetchFailure` inside.
        """
        if request.method != "GET" or not request.url:
            raise RequestsFailure(FetchFailure("forbidden", request.url or "", "only GET is supported"))
        try:
            answer = self._get(Wanted(url=request.url, sort=self._sort))
        except FetchFailure as failure:
            raise RequestsFailure(failure) from failure
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        response._content = answer.body
        response.url = answer.url
        response.request = request
        return response

    def close(self) -> None:
        """Nothing is open."""
