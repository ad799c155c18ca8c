"""Requests to a gateway, and what it says when it refuses one."""

import json
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


class MartletError(RuntimeError):
    """What the gateway refused: its `code` is stable, its message is for people. `retry_after_ms`: when to come again, where it says so."""

    def __init__(self, code, message, retry_after_ms=None):
        super().__init__(f'{code}: {message}')
        self.code = code
        self.retry_after_ms = retry_after_ms


class Gateway:
    """A gateway by its address. From the first answer on all others are of the same generation, even if new ones are served meanwhile."""

    def __init__(self, url, key=None, purpose=None):
        self.url = url.rstrip('/')
        self.headers = {}
        if key:
            self.headers['authorization'] = f'Bearer {key}'
        if purpose:
            self.headers['x-martlet-purpose'] = purpose

    @property
    def generation(self):
        """Of all answers; None before the first."""
        return self.headers.get('x-martlet-generation')

    def latest(self):
        """The next answer is of the newest generation, and those after it of the same."""
        self.headers.pop('x-martlet-generation', None)

    def ask(self, query, **variables):
        """The data of a document of the graph. Errors: MartletError of its first error."""
        body = json.dumps({'query': query, 'variables': variables}).encode()
        try:
            with self.open('/graphql', body, {'content-type': 'application/json'}) as response:
                answer = json.load(response)
        except HTTPError as error:  # its body is an answer of the graph as well
            answer = json.load(error)
        if errors := answer.get('errors'):
            extensions = errors[0].get('extensions', {})
            raise MartletError(extensions.get('code', 'INTERNAL'), errors[0]['message'], extensions.get('retryAfterMs'))
        self.headers.setdefault('x-martlet-generation', answer['extensions']['generation'])
        return answer['data']

    def send(self, path, parameters, body=None, headers=None):
        """The bytes of a resource. Errors: MartletError."""
        query = f'?{urlencode(parameters)}' if parameters else ''
        try:
            with self.open(path + query, body, headers or {}) as response:
                return response.read()
        except HTTPError as error:
            raise error_of(error) from None

    def open(self, path, body=None, headers=None):
        """The response itself, to be read as it comes. Errors: HTTPError."""
        return urlopen(Request(self.url + path, body, {**self.headers, **(headers or {})}))


def error_of(error):
    """What a resource that is no graph says, as a MartletError."""
    try:
        told = json.load(error)
    except ValueError:
        return MartletError('INTERNAL', f'{error.code} {error.reason}')
    return MartletError(told.get('code', 'INTERNAL'), told.get('message', error.reason), told.get('retryAfterMs'))
