// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** What the rules of {@link ArchitectureTest} say in words of this project. */
final class ArchitectureConditions {
  /** The verbs of fabric8's client that change something on the API server. */
  private static final Set<String> WRITES =
      Set.of(
          "create",
          "createOr",
          "createOrReplace",
          "update",
          "updateStatus",
          "replace",
          "replaceStatus",
          "patch",
          "patchStatus",
          "edit",
          "editStatus",
          "accept",
          "delete",
          "deleteByTimeout",
          "serverSideApply",
          "scale",
          "evict",
          "post",
          "put",
          "method");

  private static final List<String> CLIENT =
      List.of(
          "io.fabric8.kubernetes.client.dsl",
          "io.fabric8.kubernetes.client.http",
          "io.fabric8.kubernetes.client.extension");

  private static final List<String> OUTSIDE =
      List.of(
          "java.io.",
          "java.nio.file.",
          "java.nio.channels.",
          "java.net.",
          "java.util.logging.",
          "java.lang.System$Logger",
          "java.util.concurrent.Executors",
          "org.slf4j.",
          "ch.qos.logback.");

  /** Types of these packages that do nothing by themselves. */
  private static final Set<String> HARMLESS =
      Set.of("java.io.IOException", "java.io.UncheckedIOException", "java.io.Serializable");

  private static final Set<String> CALLS =
      Set.of(
          "java.time.Instant.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.InstantSource.system",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Thread.<init>",
          "java.lang.Thread.start",
          "java.lang.Thread.sleep",
          "java.lang.Thread.ofVirtual",
          "java.lang.Thread.ofPlatform",
          "java.lang.Thread.startVirtualThread",
          "java.lang.Math.random",
          "java.util.Random.<init>",
          "java.util.UUID.randomUUID");

  private ArchitectureConditions() {}

  /** A call of the fabric8 client that writes. */
  static DescribedPredicate<JavaCall<?>> clientWrite() {
    return DescribedPredicate.describe(
        "the fabric8 client writes",
        call ->
            WRITES.contains(call.getTarget().getName())
                && CLIENT.stream().anyMatch(call.getTargetOwner().getPackageName()::startsWith));
  }

  /** Sends a request of any verb, past the names above. */
  static DescribedPredicate<JavaCall<?>> rawRequest() {
    return DescribedPredicate.describe(
        "the fabric8 client sends a raw request",
        call ->
            call.getTarget().getName().equals("raw")
                && call.getTargetOwner().getPackageName().startsWith("io.fabric8.kubernetes"));
  }

  /** Uses a logger, a clock, chance, a thread, a file or a socket. */
  static ArchCondition<JavaClass> reachOutside() {
    return new ArchCondition<>("use a logger, a clock, chance, a thread, a file or a socket") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          String target = dependency.getTargetClass().getName();
          boolean outside =
              OUTSIDE.stream().anyMatch(target::startsWith) && !HARMLESS.contains(target);
          events.add(new SimpleConditionEvent(type, outside, dependency.getDescription()));
        }
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          AccessTarget target = access.getTarget();
          boolean outside = CALLS.contains(target.getOwner().getName() + "." + target.getName());
          events.add(new SimpleConditionEvent(type, outside, access.getDescription()));
        }
      }
    };
  }

  /** Is a sealed interface whose permitted types are records. */
  static ArchCondition<JavaClass> beASealedInterfaceOfRecords() {
    return new ArchCondition<>("be a sealed interface of records") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Class<?> reflected = type.reflect();
        boolean sealed = reflected.isInterface() && reflected.isSealed();
        events.add(
            new SimpleConditionEvent(
                type, sealed, type.getName() + " is a sealed interface: " + sealed));
        if (sealed) {
          for (Class<?> member : reflected.getPermittedSubclasses()) {
            events.add(
                new SimpleConditionEvent(
                    type,
                    member.isRecord(),
                    member.getName() + " is a record: " + member.isRecord()));
          }
        }
      }
    };
  }
}
