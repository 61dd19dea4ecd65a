// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Who sends a request, as far as its headers tell: a web page must not draw IDs from the machine of
 * whoever looks at it. Browsers cannot be made to leave these headers out.
 *
 * @param origin whether there is an {@code Origin} header
 * @param fetchSite {@code Sec-Fetch-Site}, or null
 * @param host the name that the client believes to talk to, without a port; null if it gave none
 */
public record Sender(boolean origin, String fetchSite, String host) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|\\[[0-9a-f:.]+]");
  private static final Pattern HOST = Pattern.compile("([^:\\[]*|\\[[^]]*])(:[0-9]*)?");

  /** Returns what headers say; each is asked for by its name in small letters, null if none. */
  public static Sender of(UnaryOperator<String> header) {
    return new Sender(
        header.apply("origin") != null,
        header.apply("sec-fetch-site"),
        nameOf(header.apply("host")));
  }

  /** Returns this one, if it named the host in the target of its request. */
  Sender at(String authority) {
    return new Sender(origin, fetchSite, nameOf(authority));
  }

  private static String nameOf(String host) {
    if (host == null) {
      return null;
    }
    var parts = HOST.matcher(host.strip().toLowerCase(Locale.ROOT));
    // What is no host is none that may be believed.
    return parts.matches() ? parts.group(1) : "?.";
  }

  /** Returns why the request is refused, or null. */
  public String refusal() {
    if (origin) {
      return "a request with an Origin header: web pages are not served";
    }
    // A page of another port of this machine is "same-site".
    if (fetchSite != null && !fetchSite.equals("none") && !fetchSite.equals("same-origin")) {
      return "a request made by another site's web page: web pages are not served";
    }
    return host == null || isOurs(host)
        ? null
        : "a Host that is no address, no localhost and no name without a dot: web pages are not served";
  }

  /**
   * Returns whether no stranger can make this name lead here: one in the public DNS may be pointed
   * at 127.0.0.1 after its page was loaded, and then is the page's own site.
   */
  private static boolean isOurs(String host) {
    return host.indexOf('.') < 0
        || ADDRESS.matcher(host).matches()
        || host.endsWith(".localhost")
        || host.endsWith(".internal");
  }
}
