// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Builds one program from its public Go modules. All happens in a work folder that is removed in
 * any case; the program appears at its place in one step, after it has run and said its version.
 */
final class GoBuild {
  private static final Duration BOUND = Duration.ofMinutes(60);
  private static final int LARGEST_LOG = 16 * 1024 * 1024;

  private final Binary binary;
  private final GoToolchain toolchain;
  private final Path target;
  private final Path log;
  private volatile String phase = "fetching modules";

  GoBuild(Binary binary, GoToolchain toolchain, Path target, Path log) {
    this.binary = binary;
    this.toolchain = toolchain;
    this.target = target;
    this.log = log;
  }

  /**
   * Builds it below {@code work}, which is made and removed.
   *
   * @throws ControlPlaneException if it cannot be built; says why and names the log
   */
  void run(Path work, Progress progress) throws IOException, InterruptedException {
    Files.createDirectories(work);
    Files.writeString(log, "", StandardCharsets.UTF_8);
    String what = "building " + binary.fileName() + " " + binary.version();
    try (Leash leash = Leash.on(work);
        Progress.Step step = progress.begin(what, this::packages)) {
      writeModule(leash, work);
      go(leash, work, List.of("mod", "tidy"));
      Path built = work.resolve(binary.fileName());
      phase = "compiling";
      go(
          leash,
          work,
          List.of(
              "build",
              "-v",
              "-trimpath",
              "-ldflags",
              GoModule.linkerFlags(binary),
              "-o",
              built.toString(),
              binary.mainPackage()));
      moveIntoPlace(built);
      step.done();
    }
  }

  private void writeModule(Leash leash, Path work) throws IOException, InterruptedException {
    Files.writeString(work.resolve("tools.go"), GoModule.tools(binary.mainPackage()));
    String module;
    if (binary == Binary.ETCD) {
      module = GoModule.etcd();
    } else {
      String source = "k8s.io/kubernetes@v" + binary.version();
      Path answer = work.resolve("download.json");
      go(leash, work, List.of("mod", "download", "-json", source), answer);
      JsonNode told = new ObjectMapper().readTree(Files.readString(answer));
      Path its = Path.of(told.path("Dir").asText(), "go.mod");
      module = GoModule.kubernetes(binary.version(), Files.readAllLines(its));
    }
    Files.writeString(work.resolve("go.mod"), module, StandardCharsets.UTF_8);
  }

  private void moveIntoPlace(Path built) throws IOException {
    String version = VersionProbe.of(built, binary.versionArguments()).orElse("nothing");
    if (!version.equals(binary.version())) {
      throw new ControlPlaneException(
          "the %s that was built says it is %s, not %s; see %s"
              .formatted(binary.fileName(), version, binary.version(), log));
    }
    Files.createDirectories(target.getParent());
    Files.move(built, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void go(Leash leash, Path work, List<String> arguments)
      throws IOException, InterruptedException {
    go(leash, work, arguments, log);
  }

  private void go(Leash leash, Path work, List<String> arguments, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(toolchain.go().toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("GO111MODULE", "on");
    builder.environment().put("GOWORK", "off");
    builder.environment().put("GOFLAGS", "-mod=mod -buildvcs=false");
    builder.environment().put("CGO_ENABLED", "0");
    builder.environment().remove("GOOS");
    builder.environment().remove("GOARCH");
    Process process = leash.start(builder);
    if (!process.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ControlPlaneException(
          "go " + arguments.get(0) + " took over " + BOUND.toMinutes() + " min; see " + log);
    }
    if (process.exitValue() != 0) {
      String said = logText() + (output.equals(log) ? "" : Files.readString(output));
      throw GoFailure.of(binary, String.join(" ", arguments.subList(0, 2)), said, log);
    }
  }

  private String packages() {
    long lines = logText().lines().filter(line -> !line.startsWith("go: ")).count();
    String done = lines == 0 ? "" : ", %,d packages".formatted(lines);
    return phase + done;
  }

  private String logText() {
    try {
      return Files.size(log) > LARGEST_LOG
          ? ""
          : new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
