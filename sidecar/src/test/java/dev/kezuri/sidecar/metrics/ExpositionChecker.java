// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.metrics;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format, and takes nothing that breaks a rule or a habit of it. */
public final class ExpositionChecker {
  private static final Pattern HELP = Pattern.compile("# HELP ([a-z][a-z0-9_]*) (\\S.*\\.)");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE ([a-z][a-z0-9_]*) (counter|gauge|histogram)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z][a-z0-9_]*)(\\{([a-z]+)=\"((?:[^\"\\\\]|\\\\[\"\\\\n])*)\"})?"
              + " (-?[0-9]+(?:\\.[0-9]+)?)");
  private static final Pattern OTHER_UNIT = Pattern.compile(".*(milli|micro|nano|kilo|_ms|_ns).*");

  /** Types of all families, in order. */
  private final Map<String, String> types = new LinkedHashMap<>();

  private final Map<String, BigDecimal> samples = new LinkedHashMap<>();
  private String helped = "";
  private String family = "";
  private BigDecimal bucket;
  private BigDecimal bound;

  /** Reads all of it; throws an AssertionError that names the line that is wrong. */
  public static ExpositionChecker read(String text) {
    ExpositionChecker checker = new ExpositionChecker();
    require(text.endsWith("\n"), "no newline at the end");
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      try {
        checker.line(line);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + ": " + line, e);
      }
    }
    checker.endOfFamily();
    return checker;
  }

  /** Returns the families and their types. */
  public Map<String, String> types() {
    return types;
  }

  /** Returns a sample by its name and labels, as they are written. */
  public BigDecimal value(String sample) {
    require(samples.containsKey(sample), "no sample " + sample + " in " + samples);
    return samples.get(sample);
  }

  private void line(String line) {
    if (line.startsWith("# HELP")) {
      Matcher help = matching(HELP, line);
      endOfFamily();
      helped = help.group(1);
    } else if (line.startsWith("# TYPE")) {
      Matcher type = matching(TYPE, line);
      family = type.group(1);
      require(family.equals(helped), "TYPE without its HELP before it");
      require(types.put(family, type.group(2)) == null, "a family twice");
      require(
          type.group(2).equals("counter") == family.endsWith("_total"), "_total is for counters");
      require(!OTHER_UNIT.matcher(family).matches(), "not a base unit");
    } else {
      sample(line, matching(SAMPLE, line));
    }
  }

  private void sample(String line, Matcher sample) {
    String key = line.substring(0, line.lastIndexOf(' '));
    BigDecimal value = new BigDecimal(sample.group(5));
    require(samples.put(key, value) == null, "a sample twice");
    require("gauge".equals(types.get(family)) || value.signum() >= 0, "negative");
    if ("histogram".equals(types.get(family))) {
      histogram(sample, value);
    } else {
      require(sample.group(1).equals(family), "a sample outside its family");
      require(!"le".equals(sample.group(3)), "le is for histograms");
    }
  }

  private void histogram(Matcher sample, BigDecimal value) {
    switch (sample.group(1).substring(Math.min(family.length(), sample.group(1).length()))) {
      case "_bucket" -> {
        require("le".equals(sample.group(3)), "a bucket without le");
        boolean last = sample.group(4).equals("+Inf");
        BigDecimal next = last ? null : new BigDecimal(sample.group(4));
        require(bucket == null || value.compareTo(bucket) >= 0, "buckets are cumulative");
        require(bucket == null || bound != null, "a bucket after +Inf");
        require(last || bucket == null || next.compareTo(bound) > 0, "bounds rise");
        bucket = value;
        bound = next;
      }
      case "_sum" -> require(sample.group(2) == null, "a sum has no label");
      case "_count" -> require(bound == null && value.equals(bucket), "count is not +Inf's");
      default -> throw new AssertionError("a sample outside its family");
    }
  }

  private void endOfFamily() {
    if ("histogram".equals(types.get(family))) {
      require(samples.containsKey(family + "_bucket{le=\"+Inf\"}"), "no +Inf in " + family);
      require(samples.containsKey(family + "_sum"), "no sum in " + family);
      require(samples.containsKey(family + "_count"), "no count in " + family);
    } else if (!family.isEmpty()) {
      require(
          samples.keySet().stream().anyMatch(key -> key.replaceAll("\\{.*", "").equals(family)),
          "no sample of " + family);
    }
    bucket = null;
    bound = null;
  }

  private static Matcher matching(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    require(matcher.matches(), "not as " + pattern);
    return matcher;
  }

  private static void require(boolean rule, String otherwise) {
    if (!rule) {
      throw new AssertionError(otherwise);
    }
  }
}
