"""A browser that only asks: keeps its connection and its cookie, and takes compressed answers."""

import gzip
import http.client
import re
import urllib.parse

TAKES = {"Accept-Encoding": "gzip, deflate, br", "Accept": "text/html", "Accept-Language": "en"}
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


class Browser:
    def __init__(self, port):
        self.port, self.cookies = port, {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, method, path, form=None, encoded=True):
        """Status and body of an answer, the body as it came."""
        headers = dict(TAKES if encoded else {"Accept": "*/*"})
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={word}" for name, word in self.cookies.items())
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
            }
        answer = self.answer(method, path, body, headers)
        content = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, word = header.partition(";")[0].partition("=")
            self.cookies[name] = word
        return answer.status, content

    def answer(self, *request):
        """The server closes a connection that was idle: a browser opens another."""
        try:
            self.connection.request(*request)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()
            self.connection.request(*request)
            return self.connection.getresponse()

    def page(self, path):
        """The text of a page; ends the run when it is not there."""
        status, content = self.ask("GET", path, encoded=False)
        if status != 200:
            raise SystemExit(f"{path} answered {status}.")
        return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode()

    def sign_in(self, email, password):
        token = TOKEN.search(self.page("/sign-in"))[1]
        form = {"email": email, "password": password, "csrf_token": token}
        status, _ = self.ask("POST", "/sign-in", form)
        if status != 303:
            raise SystemExit(f"Signing in as {email} answered {status}.")
