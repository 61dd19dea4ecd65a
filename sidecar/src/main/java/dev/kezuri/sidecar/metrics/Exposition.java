// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.metrics;

import dev.kezuri.issue.Refusal;
import dev.kezuri.sidecar.metrics.SidecarMetrics.Counter;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Prometheus' text format, version 0.0.4. By hand, because a library for it takes memory and start
 * time of every pod for what is this class: docs/decisions/0007-figures-without-a-library.md.
 */
public final class Exposition {
  /** The media type. */
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final int NANO_DIGITS = 9;
  private static final int MILLI_DIGITS = 3;

  private final StringBuilder text = new StringBuilder(8192);
  private String family = "";

  /** Returns all that was added. */
  @Override
  public String toString() {
    return text.toString();
  }

  /** Adds something that may fall. */
  public Exposition gauge(String name, String help, long value) {
    return family(name, "gauge", help).sample(name, "", Long.toString(value));
  }

  /** Adds something that only grows; its name ends with {@code _total}. */
  public Exposition counter(String name, String help, long value) {
    return family(name, "counter", help).sample(name, "", Long.toString(value));
  }

  /** Adds a gauge whose unit is the second, given in ms. */
  public Exposition secondsGauge(String name, String help, long millis) {
    return family(name, "gauge", help).sample(name, "", decimal(millis, MILLI_DIGITS));
  }

  /** Adds a counter whose unit is the second, given in ms. */
  public Exposition secondsCounter(String name, String help, long millis) {
    return family(name, "counter", help).sample(name, "", decimal(millis, MILLI_DIGITS));
  }

  /** Adds a gauge of 1 that carries a text as label. */
  public Exposition info(String name, String help, String label, String value) {
    return family(name, "gauge", help).sample(name, label(label, value), "1");
  }

  /** Adds all that is counted. */
  public Exposition counts(SidecarMetrics metrics) {
    for (Counter counter : Counter.values()) {
      if (counter.metric() == null) {
        continue;
      }
      family(counter.metric(), counter.grows() ? "counter" : "gauge", counter.help());
      String labels = counter.reason() == null ? "" : label("reason", counter.reason());
      sample(counter.metric(), labels, Long.toString(metrics.get(counter)));
    }
    String refusals = "kezuri_refusals_total";
    family(refusals, "counter", "Commands and requests answered by an error, as no ID is issued.");
    for (Refusal refusal : Refusal.values()) {
      if (!refusal.passing()) {
        String reason = label("reason", word(refusal));
        sample(refusals, reason, Long.toString(metrics.get(refusal)));
      }
    }
    return histogram(
        "kezuri_answer_seconds", "Time to answer what one read brought.", metrics.times());
  }

  /** Returns a refusal's name in stats and labels. */
  public static String word(Refusal refusal) {
    return refusal.name().toLowerCase(Locale.ROOT);
  }

  private Exposition histogram(String name, String help, AnswerTimes times) {
    family(name, "histogram", help);
    long below = 0;
    for (int i = 0; i < times.bounded(); i++) {
      below += times.count(i);
      String bound = label("le", decimal(times.boundNs(i), NANO_DIGITS));
      sample(name + "_bucket", bound, Long.toString(below));
    }
    String all = Long.toString(below + times.count(times.bounded()));
    sample(name + "_bucket", label("le", "+Inf"), all);
    sample(name + "_sum", "", decimal(times.sumNs(), NANO_DIGITS));
    return sample(name + "_count", "", all);
  }

  private Exposition family(String name, String type, String help) {
    if (!name.equals(family)) {
      family = name;
      text.append("# HELP ").append(name).append(' ').append(help).append('\n');
      text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }
    return this;
  }

  private Exposition sample(String name, String labels, String value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
    return this;
  }

  private static String label(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "{" + name + "=\"" + escaped + "\"}";
  }

  private static String decimal(long value, int digits) {
    BigDecimal decimal = BigDecimal.valueOf(value, digits).stripTrailingZeros();
    return decimal.signum() == 0 ? "0" : decimal.toPlainString();
  }
}
