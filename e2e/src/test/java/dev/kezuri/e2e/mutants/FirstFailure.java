// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the {@code *Test} classes of a folder up to the first that fails; a program of its own, with
 * the class path of the tests. Writes to a file, a line each: how many tests ran; and if one failed
 * its name, its class, and why.
 */
public final class FirstFailure implements TestExecutionListener {
  private final CancellationToken rest = CancellationToken.create();
  private TestPlan plan;
  private int ran;
  private String failed;
  private String failedClass = "";
  private String why;

  private FirstFailure() {}

  /** Arguments: the folder of classes, the file to write, and a class if only that is to run. */
  public static void main(String[] args) throws IOException {
    FirstFailure first = new FirstFailure();
    LauncherDiscoveryRequest all =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(Path.of(args[0]))))
            .filters(
                ClassNameFilter.includeClassNamePatterns(
                    args.length > 2 ? Pattern.quote(args[2]) : ".*Test"))
            .build();
    LauncherFactory.create()
        .execute(
            LauncherExecutionRequestBuilder.request(all)
                .listeners(first)
                .cancellationToken(first.rest)
                .build());
    Files.write(Path.of(args[1]), first.said());
    System.exit(0);
  }

  private List<String> said() {
    String count = Integer.toString(ran);
    return failed == null ? List.of(count) : List.of(count, failed, failedClass, why);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = testPlan;
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    ran += test.isTest() ? 1 : 0;
    if (result.getStatus() == TestExecutionResult.Status.FAILED && failed == null) {
      failed = name(test);
      why = result.getThrowable().map(FirstFailure::line).orElse("");
      rest.cancel();
    }
  }

  /** What was thrown, in one line, with the seed that a property was falsified by. */
  private static String line(Throwable thrown) {
    List<String> lines =
        thrown.toString().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.equals(lines.getFirst()) || line.startsWith("Seed was"))
        .collect(Collectors.joining("; "));
  }

  /** Class and method; of a test that a method made, its own name as well. */
  private String name(TestIdentifier test) {
    for (TestIdentifier at = test; at != null; at = plan.getParent(at).orElse(null)) {
      String own = at.equals(test) ? "" : " (" + test.getDisplayName() + ")";
      if (at.getSource().orElse(null) instanceof MethodSource method) {
        failedClass = method.getClassName();
        return simple(method.getClassName()) + "." + method.getMethodName() + own;
      }
      if (at.getSource().orElse(null) instanceof ClassSource type) {
        failedClass = type.getClassName();
        return simple(type.getClassName()) + own;
      }
    }
    return test.getDisplayName();
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
