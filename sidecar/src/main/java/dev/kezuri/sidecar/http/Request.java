// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/** The head of a request, and what is wrong with it. */
final class Request {
  static final String NOT_HTTP = "not an HTTP/1.1 request";
  private static final String SCHEME = "://";

  private final HttpRequest http;
  private int problemStatus;
  private String problem;

  Request(HttpRequest http) {
    this.http = http;
    check();
  }

  private void check() {
    var headers = http.headers();
    if (http.decoderResult().isFailure()) {
      wrong(400, NOT_HTTP);
    } else if (headers.getAll(HttpHeaderNames.HOST).size() > 1
        || (!headers.contains(HttpHeaderNames.HOST) && !isOld())) {
      wrong(400, "a request names one Host");
    } else if (headers.contains(HttpHeaderNames.EXPECT)) {
      wrong(417, "no page takes a body");
    } else if (HttpUtil.getContentLength(http, 0L) > HttpSession.BODY_LIMIT) {
      wrong(413, "no page takes a body");
    }
  }

  private void wrong(int status, String why) {
    problemStatus = status;
    problem = why;
  }

  /** Returns why nothing that follows can be answered, or null. */
  String problem() {
    return problem;
  }

  int problemStatus() {
    return problemStatus;
  }

  boolean head() {
    return http.method().equals(HttpMethod.HEAD);
  }

  /** Returns whether the client speaks HTTP/1.0 and must be told that the connection stays. */
  boolean isOld() {
    return http.protocolVersion().compareTo(HttpVersion.HTTP_1_1) < 0;
  }

  boolean keepAlive() {
    return HttpUtil.isKeepAlive(http);
  }

  Reply reply(Pages pages) {
    String target = http.uri();
    String authority = null;
    int scheme = target.startsWith("/") ? -1 : target.indexOf(SCHEME);
    if (scheme >= 0) {
      int from = scheme + SCHEME.length();
      int slash = target.indexOf('/', from);
      authority = target.substring(from, slash < 0 ? target.length() : slash);
      target = slash < 0 ? "/" : target.substring(slash);
    }
    String path;
    Map<String, List<String>> parameters;
    try {
      QueryStringDecoder query = new QueryStringDecoder(target);
      path = query.path();
      parameters = query.parameters();
    } catch (IllegalArgumentException e) {
      return Reply.text(400, "the target has a wrong form\n");
    }
    Sender sender = Sender.of(http.headers()::get);
    String why = pages.refusal(authority == null ? sender : sender.at(authority));
    if (why != null) {
      return Reply.text(403, "refused: " + why + "\n");
    }
    boolean get = head() || http.method().equals(HttpMethod.GET);
    boolean json = Accept.prefersJson(http.headers().get(HttpHeaderNames.ACCEPT));
    // Another method is asked for as a HEAD: it must do nothing either.
    Reply reply = pages.reply(new Ask(path, parameters, json, head() || !get));
    if (reply == null) {
      return Reply.text(404, "no such page: GET / says which there are\n");
    }
    return get ? reply : Reply.text(405, "GET or HEAD only\n").with("Allow: GET, HEAD\r\n");
  }
}
