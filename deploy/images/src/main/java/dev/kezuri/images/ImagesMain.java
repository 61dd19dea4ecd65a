// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./kezuri images}: the images of sidecar and operator, as tarballs or into a registry. */
@Command(
    name = "./kezuri images",
    description = {
      "Packs sidecar and operator into images, without Docker and without a base image, and prints"
          + " name, platform, size and digest of each.",
      "Each is written to dist/images as a tarball that `ctr images import` and `docker load` take,"
          + " with its SBOM beside it.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "With --if-older and nothing else they are made only if a source changed since the last time.",
      "The platform is that of the runtime in the folders. For another than this machine's:"
          + " deploy/images/README.md.",
      "Exit codes: 0 done, 1 no image could be made, 2 a wrong argument."
    })
public final class ImagesMain implements Callable<Integer> {
  @Option(
      names = "--to-registry",
      paramLabel = "PREFIX",
      description =
          "push to PREFIX/kezuri-sidecar and PREFIX/kezuri-operator as well, with the credentials"
              + " of `docker login`; of one at localhost http is taken too")
  private String registry;

  @Option(
      names = "--sidecar",
      paramLabel = "DIR",
      defaultValue = "${sys:kezuri.top}/dist/kezuri-sidecar",
      description = "what sidecar/dist.sh made (dist/kezuri-sidecar)")
  private Path sidecar;

  @Option(
      names = "--operator",
      paramLabel = "DIR",
      defaultValue = "${sys:kezuri.top}/dist/kezuri-operator",
      description = "what operator/dist.sh made (dist/kezuri-operator)")
  private Path operator;

  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/",
      description = "the Debian system whose libc and dash are packed (${DEFAULT-VALUE})")
  private Path root;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "${sys:kezuri.top}/dist/images",
      description = "where the tarballs go (dist/images)")
  private Path out;

  @Spec private CommandSpec spec;

  private final Release release;
  private final Path sources;

  private ImagesMain(Release release, Path sources) {
    this.release = release;
    this.sources = sources;
  }

  /** Runs it and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Release release =
        new Release(
            System.getProperty("kezuri.version"),
            System.getProperty("kezuri.revision"),
            Instant.parse(System.getProperty("kezuri.time")));
    ImagesMain main = new ImagesMain(release, Path.of(System.getProperty("kezuri.top")));
    CommandLine command = new CommandLine(main);
    command.getCommandSpec().mixinStandardHelpOptions(true).version(release.version());
    System.exit(
        command
            .setExecutionExceptionHandler(
                (e, failed, parsed) -> {
                  failed.getErr().println("kezuri images: " + e.getMessage());
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    for (Program program : programs()) {
      Path work = Files.createTempDirectory("kezuri-images");
      try {
        write(ImageBuild.of(program, release, new SystemRoot(root), work), work);
      } finally {
        delete(work);
      }
    }
    return 0;
  }

  private List<Program> programs() {
    return List.of(
        new Program(
            "kezuri-sidecar",
            "Kezuri sidecar",
            "Issues unique, time-ordered IDs to memcached clients",
            List.of(11212, 11213),
            sidecar,
            sources.resolve("sidecar/target/bom.json")),
        new Program(
            "kezuri-operator",
            "Kezuri operator",
            "Grants worker IDs to pods",
            List.of(8080),
            operator,
            sources.resolve("operator/target/bom.json")));
  }

  private void write(ImageBuild image, Path work) throws IOException, InterruptedException {
    Files.createDirectories(out);
    String name = image.program().name();
    String file = name + "-" + release.version() + "-linux-" + image.architecture().text;
    Files.writeString(out.resolve(file + ".cdx.json"), image.bill());
    TarImage tar = TarImage.at(out.resolve(file + ".tar")).named(reference(name));
    String digest = image.to(Containerizer.to(tar), work.resolve("cache"), this::warn);
    tell(out.resolve(file + ".tar").toString(), image, digest);
    if (registry != null) {
      ImageReference reference = reference(registry + "/" + name);
      RegistryImage target = RegistryImage.named(reference);
      CredentialRetrieverFactory credentials =
          CredentialRetrieverFactory.forImage(reference, event -> warn(event.getMessage()));
      target.addCredentialRetriever(credentials.dockerConfig());
      boolean local = reference.getRegistry().matches("(localhost|127\\.0\\.0\\.1)(:\\d+)?");
      Containerizer containerizer = Containerizer.to(target).setAllowInsecureRegistries(local);
      tell(reference.toString(), image, image.to(containerizer, work.resolve("cache"), this::warn));
    }
  }

  private ImageReference reference(String name) {
    try {
      return ImageReference.parse(name + ":" + release.version());
    } catch (InvalidImageReferenceException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--to-registry: " + e.getMessage());
    }
  }

  private void tell(String where, ImageBuild image, String digest) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s linux/%s %.1f MB %s%n",
            where, image.architecture().text, image.bytes() / (double) (1 << 20), digest);
  }

  private void warn(String line) {
    spec.commandLine().getErr().println("kezuri images: " + line);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
