# SPDX-License-Identifier: BSL-1.0
"""redirecting.py STATUS URL: redirects each POST to the same path at URL, with this HTTP status, until it is killed."""

import http.server
import sys

status, url = int(sys.argv[1]), sys.argv[2]


class Redirect(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(status)
        self.send_header("Location", url + self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()


server = http.server.HTTPServer(("127.0.0.1", 0), Redirect)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
