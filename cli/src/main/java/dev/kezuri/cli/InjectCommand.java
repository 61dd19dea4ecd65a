// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.cli.manifest.ManifestException;
import dev.kezuri.cli.manifest.ManifestInjection;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Writes into manifests what the API server's policy gives to pods. */
@Command(
    name = "inject",
    description = "Add gate, sidecar and variables to labelled pod templates in manifests.",
    footer = {
      "",
      "Prints the manifests. Where a pod template (of a Pod, Deployment, StatefulSet, DaemonSet,",
      "ReplicaSet, Job, CronJob, PodTemplate or another kind of their form, in a List too) has the",
      "label kezuri.dev/id-generator, it gets what pods get by the policies of Kubernetes 1.36;",
      "everything else stays as it is. Twice is as once.",
      "Its IdGenerator is looked for in the manifests, then in --generator-file, then in the cluster",
      "(right needed: get idgenerators.kezuri.dev).",
      "Example: kubectl kezuri inject -f app.yaml | kubectl apply -f -"
    })
final class InjectCommand implements Callable<Integer> {
  @ParentCommand private KezuriCli cli;
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description = "YAML or JSON; - is standard input; may be repeated.")
  private List<String> files;

  @Option(
      names = "--generator-file",
      paramLabel = "FILE",
      description = "File with IdGenerators, instead of a cluster; may be repeated.")
  private List<String> generatorFiles = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "yaml or json; default: as the manifests are.")
  private OutputFormat format;

  @Mixin private ClusterOptions options;

  private Cluster cluster;

  @Override
  public Integer call() throws IOException {
    if (format != null && format != OutputFormat.YAML && format != OutputFormat.JSON) {
      throw new ParameterException(spec.commandLine(), "-o takes yaml or json here");
    }
    try {
      ManifestInjection injection = new ManifestInjection(this::namespace);
      for (String file : generatorFiles) {
        injection.addGenerators(name(file), read(file));
      }
      for (String file : files) {
        injection.add(name(file), read(file));
      }
      injection.inject(this::fromCluster);
      boolean json = format == null ? injection.isJson() : format == OutputFormat.JSON;
      String result = json ? injection.json() : injection.yaml();
      PrintWriter err = spec.commandLine().getErr();
      injection.warnings().forEach(warning -> err.println("warning: " + warning));
      spec.commandLine().getOut().print(result);
      spec.commandLine().getOut().flush();
      return 0;
    } finally {
      if (cluster != null) {
        cluster.close();
      }
    }
  }

  private static String name(String file) {
    return file.equals("-") ? "standard input" : file;
  }

  private String read(String file) throws IOException {
    try (InputStream in = file.equals("-") ? cli.in() : Files.newInputStream(Path.of(file))) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ManifestException(name(file) + " is not UTF-8");
    } catch (NoSuchFileException e) {
      throw new ManifestException("no such file: " + file);
    } catch (IOException e) {
      throw new ManifestException("cannot read " + name(file) + ": " + e.getMessage());
    }
  }

  private String namespace() {
    return Cluster.namespaceOf(options);
  }

  private IdGenerator fromCluster(String object, String namespace, String name) {
    String remedy = "; put it into the manifests or give it by --generator-file";
    try {
      if (cluster == null) {
        cluster = Cluster.open(options);
      }
      return cluster
          .generator(new GeneratorName(namespace, name))
          .orElseThrow(() -> new ClusterException("there is none in the cluster"));
    } catch (ClusterException e) {
      throw new ClusterException(
          object + " names IdGenerator " + namespace + "/" + name + ": " + e.getMessage() + remedy,
          e);
    }
  }
}
