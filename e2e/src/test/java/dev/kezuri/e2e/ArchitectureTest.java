// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.kezuri.e2e.ArchitectureConditions.beASealedInterfaceOfRecords;
import static dev.kezuri.e2e.ArchitectureConditions.clientWrite;
import static dev.kezuri.e2e.ArchitectureConditions.rawRequest;
import static dev.kezuri.e2e.ArchitectureConditions.reachOutside;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.channel.ChannelHandler;
import picocli.CommandLine.Command;

/** The arrows between modules and packages, and what the pure packages may not touch. */
@AnalyzeClasses(
    packages = "dev.kezuri",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
class ArchitectureTest {
  private static final String[] CORE = {
    "dev.kezuri.id..", "dev.kezuri.lease..", "dev.kezuri.issue.."
  };
  private static final String PLAN = "dev.kezuri.operator.plan..";
  private static final String APPLY = "dev.kezuri.operator.apply..";
  private static final String ISSUE = "dev.kezuri.issue..";
  private static final String AUDIT = "dev.kezuri.audit..";

  @ArchTest
  static final ArchRule arrowsBetweenModules =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("dev.kezuri..")
          .layer("core")
          .definedBy(CORE)
          .layer("crds")
          .definedBy("dev.kezuri.api..", "dev.kezuri.crds..")
          .layer("operator")
          .definedBy("dev.kezuri.operator..")
          .layer("sidecar")
          .definedBy("dev.kezuri.sidecar..")
          .layer("cli")
          .definedBy("dev.kezuri.cli..", AUDIT)
          .layer("local")
          .definedBy("dev.kezuri.local..")
          .whereLayer("core")
          .mayNotAccessAnyLayer()
          .whereLayer("crds")
          .mayOnlyAccessLayers("core")
          .whereLayer("operator")
          .mayOnlyAccessLayers("core", "crds")
          .whereLayer("sidecar")
          .mayOnlyAccessLayers("core")
          .whereLayer("cli")
          .mayOnlyAccessLayers("core", "crds")
          .whereLayer("local")
          .mayOnlyAccessLayers("core", "crds", "operator", "cli")
          .ensureAllClassesAreContainedInArchitecture();

  @ArchTest
  static final ArchRule coreSeesOnlyTheJdkAndItsJsonParser =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(
              not(resideInAnyPackage(CORE))
                  .and(not(resideInAnyPackage("java..", "com.fasterxml.jackson.core.."))));

  @ArchTest
  static final ArchRule sidecarSeesNoKubernetesClient =
      noClasses()
          .that()
          .resideInAPackage("dev.kezuri.sidecar..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "dev.kezuri.api..");

  @ArchTest
  static final ArchRule planSeesOnlyTheJdkAndCore =
      noClasses()
          .that()
          .resideInAPackage(PLAN)
          .should()
          .dependOnClassesThat(
              not(resideInAnyPackage(CORE)).and(not(resideInAnyPackage("java..", PLAN))));

  @ArchTest
  static final ArchRule onlyApplyWritesToTheApiServer =
      noClasses()
          .that()
          .resideInAPackage("dev.kezuri.operator..")
          .and()
          .resideOutsideOfPackage(APPLY)
          .should()
          .callCodeUnitWhere(clientWrite());

  @ArchTest
  static final ArchRule cliWritesByThreeDoors =
      noClasses()
          .that()
          .resideInAnyPackage("dev.kezuri.cli..", AUDIT)
          .and()
          .doNotHaveFullyQualifiedName("dev.kezuri.cli.FenceWrites")
          .and()
          .doNotHaveFullyQualifiedName("dev.kezuri.cli.SidecarWrites")
          .and()
          .doNotHaveFullyQualifiedName("dev.kezuri.cli.Removals")
          .should()
          .callCodeUnitWhere(clientWrite());

  /** ClusterProbe posts access reviews and dry runs only. */
  @ArchTest
  static final ArchRule rawRequestsByFourDoors =
      noClasses()
          .that()
          .resideInAnyPackage("dev.kezuri.cli..", AUDIT, "dev.kezuri.operator..")
          .and()
          .resideOutsideOfPackage(APPLY)
          .and()
          .doNotHaveFullyQualifiedName("dev.kezuri.cli.ClusterProbe")
          .and()
          .doNotHaveFullyQualifiedName("dev.kezuri.cli.FenceWrites")
          .and()
          .doNotHaveFullyQualifiedName("dev.kezuri.cli.Removals")
          .should()
          .callCodeUnitWhere(rawRequest());

  @ArchTest
  static final ArchRule fencingTouchesNothingOutside =
      noClasses().that().resideInAPackage("dev.kezuri.cli.fence..").should(reachOutside());

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("dev.kezuri.(**)").should().beFreeOfCycles();

  /** The disk and the clock come in by interfaces; their two real ones are named here. */
  @ArchTest
  static final ArchRule issuingTouchesNothingOutside =
      noClasses()
          .that()
          .resideInAPackage(ISSUE)
          .and(
              not(
                  nameMatching(
                      "dev\\.kezuri\\.issue\\.(StateFolder|Disk|RealDisk|TimeSource)(\\$.*)?")))
          .should(reachOutside());

  @ArchTest
  static final ArchRule planningTouchesNothingOutside =
      noClasses().that().resideInAPackage(PLAN).should(reachOutside());

  /** What is said of a cluster follows from what was read of it. */
  @ArchTest
  static final ArchRule auditAndItsKinTouchNothingOutside =
      noClasses()
          .that()
          .resideInAnyPackage(
              AUDIT,
              "dev.kezuri.cli.status..",
              "dev.kezuri.cli.uninstall..",
              "dev.kezuri.cli.upgrade..",
              "dev.kezuri.cli.whois..",
              "dev.kezuri.cli.why..")
          .should(reachOutside());

  @ArchTest
  static final ArchRule auditSeesNoCommand =
      noClasses()
          .that()
          .resideInAPackage(AUDIT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kezuri.cli..", "io.fabric8.kubernetes.client..", "picocli..");

  @ArchTest
  static final ArchRule actionsAreSealedRecords =
      classes()
          .that()
          .resideInAPackage(PLAN)
          .and()
          .haveSimpleName("Action")
          .should(beASealedInterfaceOfRecords());

  /** A kubelet's or memcached's command is none; {@code ./kezuri up} is another program's. */
  @ArchTest
  static final ArchRule commandsLiveInCli =
      classes()
          .that()
          .areAnnotatedWith(Command.class)
          .and()
          .haveSimpleNameEndingWith("Command")
          .and()
          .doNotHaveFullyQualifiedName("dev.kezuri.local.UpCommand")
          .should()
          .resideInAPackage("dev.kezuri.cli..");

  @ArchTest
  static final ArchRule handlersAreNettyHandlers =
      classes()
          .that()
          .haveSimpleNameEndingWith("Handler")
          .and()
          .resideInAPackage("dev.kezuri.sidecar..")
          .should()
          .beAssignableTo(ChannelHandler.class);

  /** Leaves out the test jars of other modules, which this module's own tests use. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
