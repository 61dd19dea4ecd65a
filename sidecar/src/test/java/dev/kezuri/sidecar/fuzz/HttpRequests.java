// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.fuzz;

/** HTTP requests, mostly right. */
final class HttpRequests {
  private static final String[] TARGETS = {
    "/",
    "/id",
    "/ids?n=3",
    "/ids?n=100",
    "/ids",
    "/ids?n=",
    "/ids?n=-1",
    "/ids?n=99999999999",
    "/ids?n=2&n=3",
    "/ids?m=1",
    "/decode/1",
    "/decode/",
    "/decode/x",
    "/decode/9223372036854775807",
    "/decode/9223372036854775808",
    "/stats",
    "/nope",
    "//",
    "/%69d",
    "/id?",
    "/id#a",
    "/../id",
    "http://localhost/id",
    "*",
    "localhost:1",
    "/\u00e4",
    "/id%"
  };
  private static final String[] HEADERS = {
    "Host: localhost",
    "Accept: application/json",
    "Accept: */*;q=0.1, application/json",
    "Origin: http://evil.example",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: none",
    "Connection: close",
    "Connection: keep-alive",
    "Connection: Upgrade",
    "Upgrade: h2c",
    "Content-Length: 5",
    "Content-Length: 0",
    "Content-Length: -1",
    "Content-Length: 99999999999",
    "Content-Length: 5, 5",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, chunked",
    "Expect: 100-continue",
    "X:y",
    "X",
    ": y",
    " folded",
    "X : y",
    "Range: bytes=0-1"
  };

  private final Bytes out;

  HttpRequests(Bytes out) {
    this.out = out;
  }

  /** Writes one. */
  void next() {
    String method = out.pick("GET", "GET", "GET", "HEAD", "POST", "PUT", "OPTIONS", "get", "G");
    String version = out.oneIn(8) ? out.pick("HTTP/1.0", "HTTP/2.0", "HTTP/1.9") : "HTTP/1.1";
    String target = out.oneIn(50) ? "/" + "a".repeat(out.upTo(20_000)) : out.pick(TARGETS);
    out.put(method + " " + target + " " + version + newline());
    for (int i = out.upTo(4); i > 0; i--) {
      out.put(out.pick(HEADERS) + newline());
    }
    if (out.oneIn(50)) {
      out.put("X-Long: " + "x".repeat(out.upTo(20_000)) + newline());
    }
    if (!out.oneIn(20)) {
      out.put(newline());
    }
    if (out.oneIn(6)) {
      out.put(out.pick("hello", "5\r\nhello\r\n0\r\n\r\n", "fffffffff\r\n", "0\r\n\r\n", "-1\r\n"));
    }
  }

  private String newline() {
    return out.oneIn(20) ? "\n" : "\r\n";
  }
}
