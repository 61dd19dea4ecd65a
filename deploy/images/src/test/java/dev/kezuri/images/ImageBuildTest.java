// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a small program of this machine's runtime and a made-up Debian system with its libraries. */
class ImageBuildTest {
  private static final Release RELEASE =
      new Release("1.2.3", "abc", Instant.parse("2026-11-23T00:00:00Z"));
  private static final Path RUNTIME = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder;
  private Path system;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeSystem() throws IOException {
    system = folder.resolve("system");
    ElfFile java = ElfFile.read(RUNTIME.resolve("bin/java")).orElseThrow();
    String loader = java.interpreter().orElseThrow();
    String libraries = "/lib/" + Architecture.of(java).triplet;
    StringBuilder list = new StringBuilder("/.\n" + loader + "\n");
    copy(Path.of(loader), loader);
    for (String name : List.of("libc.so.6", "libdl.so.2", "libpthread.so.0")) {
      // A stand-in is enough: only its headers are read.
      copy(Path.of(loader), libraries + "/" + name);
      list.append("/usr").append(libraries).append('/').append(name).append('\n');
    }
    copy(RUNTIME.resolve("bin/java"), "/bin/dash");
    copy(RUNTIME.resolve("lib/libjli.so"), libraries + "/libjli.so");
    copy(RUNTIME.resolve("lib/libjli.so"), libraries + "/libz.so.1");
    text("/usr/share/doc/libc6/copyright", "LGPL");
    text("/usr/share/doc/dash/copyright", "BSD");
    text("/var/lib/dpkg/info/dash.list", "/usr/bin/dash\n");
    list.append("/usr").append(libraries).append("/libjli.so\n");
    list.append("/usr").append(libraries).append("/libz.so.1\n");
    text("/var/lib/dpkg/info/libc6:amd64.list", list.toString());
    text(
        "/var/lib/dpkg/status",
        """
        Package: libc6
        Architecture: amd64
        Version: 2.36+deb
        Source: glibc

        Package: libc6
        Architecture: i386
        Version: 1

        Package: dash
        Architecture: amd64
        Version: 0.5
        """);
  }

  @Test
  void shouldMakeEqualImagesOfEqualFilesWhateverTheirTimes() throws Exception {
    Path first = program("first");
    Path second = program("second");
    Files.setLastModifiedTime(second.resolve("lib/a.jar"), FileTime.fromMillis(0));

    String digest = tarball(first, "1.tar");

    assertThat(tarball(second, "2.tar")).isEqualTo(digest);
    assertThat(folder.resolve("1.tar")).hasSameBinaryContentAs(folder.resolve("2.tar"));
    Files.writeString(second.resolve("lib/a.jar"), "other");
    assertThat(tarball(second, "3.tar")).isNotEqualTo(digest);
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldNameRuntimeAndPackagesInTheBill() throws IOException {
    ImageBuild image = build(program("app"));

    assertThat(image.bill())
        .contains("\"netty\"", "\"OpenJDK runtime\"", "25.0.9+1")
        .contains("pkg:deb/debian/libc6@2.36%2Bdeb?arch=amd64&upstream=glibc")
        .contains("pkg:deb/debian/dash@0.5?arch=amd64&upstream=dash")
        .doesNotContain("i386");
  }

  @Test
  void shouldPushToARegistryAsItWritesATarball() throws Exception {
    Path program = program("app");
    String digest = tarball(program, "app.tar");
    try (LocalRegistry registry = new LocalRegistry()) {
      String name = "localhost:" + registry.port() + "/kezuri/app:1.2.3";
      Containerizer target =
          Containerizer.to(RegistryImage.named(name)).setAllowInsecureRegistries(true);

      String pushed = build(program).to(target, folder.resolve("cache"), warnings::add);

      assertThat(pushed).isEqualTo(digest);
      assertThat(registry.manifests()).containsExactly("/v2/kezuri/app/manifests/1.2.3");
      // Four layers and the configuration; none twice.
      assertThat(registry.blobs()).hasSize(5);
    }
  }

  @Test
  void shouldNameTheMissingFileAndTheRemedy() throws IOException {
    Path program = program("app");
    Files.delete(system.resolve("bin/dash"));
    assertThatThrownBy(() -> build(program)).hasMessageContainingAll("dash is missing", "--root");
  }

  @Test
  void shouldRefuseAFileWithoutAPackage() throws IOException {
    Path program = program("app");
    text("/var/lib/dpkg/info/dash.list", "/usr/bin/other\n");
    assertThatThrownBy(() -> build(program))
        .hasMessageContaining("no Debian package has [/bin/dash]");
  }

  @Test
  void shouldAskForTheBillThatIsNotThere() throws IOException {
    Path program = program("app");
    Files.delete(folder.resolve("bom.json"));
    assertThatThrownBy(() -> build(program)).hasMessageContaining("-Psbom");
  }

  private String tarball(Path program, String name) throws IOException, InterruptedException {
    Containerizer target = containerizer(TarImage.at(folder.resolve(name)));
    return build(program).to(target, folder.resolve("cache"), warnings::add);
  }

  private static Containerizer containerizer(TarImage image) {
    try {
      return Containerizer.to(image.named("app:1.2.3"));
    } catch (com.google.cloud.tools.jib.api.InvalidImageReferenceException e) {
      throw new AssertionError(e);
    }
  }

  private ImageBuild build(Path program) throws IOException {
    Program app =
        new Program(
            "app",
            "App",
            "An app",
            List.of(1),
            program,
            Files.exists(folder.resolve("bom.json"))
                ? folder.resolve("bom.json")
                : folder.resolve("no.json"));
    Path work = Files.createTempDirectory(folder, "work");
    return ImageBuild.of(app, RELEASE, new SystemRoot(system), work);
  }

  private Path program(String name) throws IOException {
    Path program = folder.resolve(name);
    for (String part : List.of("bin", "lib", "runtime/bin", "runtime/lib")) {
      Files.createDirectories(program.resolve(part));
    }
    Files.writeString(program.resolve("bin/app"), "#!/bin/sh\n");
    Files.writeString(program.resolve("lib/a.jar"), "jar");
    Files.copy(RUNTIME.resolve("bin/java"), program.resolve("runtime/bin/java"));
    Files.copy(RUNTIME.resolve("lib/libjli.so"), program.resolve("runtime/lib/libjli.so"));
    Files.writeString(
        program.resolve("runtime/release"),
        "JAVA_RUNTIME_VERSION=\"25.0.9+1\"\nIMPLEMENTOR=\"X\"\n");
    Files.writeString(folder.resolve("bom.json"), "{\"components\": [{\"name\": \"netty\"}]}");
    return program;
  }

  private void copy(Path file, String path) throws IOException {
    Path target = system.resolve(path.substring(1));
    Files.createDirectories(target.getParent());
    Files.copy(file, target);
  }

  private void text(String path, String text) throws IOException {
    Path target = system.resolve(path.substring(1));
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }
}
