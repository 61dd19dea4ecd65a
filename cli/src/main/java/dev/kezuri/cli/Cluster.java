// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.api.MetadataKeys;
import dev.kezuri.api.v1alpha1.IdGenerator;
import dev.kezuri.api.v1alpha1.WorkerId;
import dev.kezuri.cli.complete.Names;
import dev.kezuri.id.IdLayout;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this program reads from a cluster. Loaded only by commands that need one, for the client
 * costs more time than everything else.
 */
final class Cluster implements AutoCloseable {
  /**
   * An API server that has just started, or that is busy, says 429. A write that was taken and is
   * sent again loses, and is read again.
   */
  static final int PATIENT = 6;

  private static final int TIMEOUT_MS = 10_000;

  /** Longer than this nobody waits in the middle of a word. */
  private static final int TYPING_MS = 1_500;

  private final Config config;
  private final KubernetesClient client;

  private Cluster(Config config) {
    this.config = config;
    this.client = new KubernetesClientBuilder().withConfig(config).build();
  }

  /**
   * Returns the cluster the options name; nothing has been asked of it yet.
   *
   * @throws ClusterException if there is no such file or context
   */
  static Cluster open(ClusterOptions options) {
    // A person waits: the first failure is the answer.
    return open(options, 0);
  }

  /** Returns the same, asking up to {@code retries} times more where an answer may come yet. */
  static Cluster open(ClusterOptions options, int retries) {
    return open(options, retries, TIMEOUT_MS);
  }

  private static Cluster open(ClusterOptions options, int retries, int timeoutMs) {
    Config config = config(options);
    if (config.getMasterUrl().startsWith(Config.DEFAULT_MASTER_URL)
        && System.getenv("KUBERNETES_SERVICE_HOST") == null) {
      throw new ClusterException("no cluster is configured: set --kubeconfig or KUBECONFIG");
    }
    if (options.namespace != null) {
      config.setNamespace(options.namespace);
    }
    if (options.as != null) {
      config.setImpersonateUsername(options.as);
    }
    if (options.asGroups.length > 0) {
      config.setImpersonateGroups(options.asGroups);
    }
    config.setConnectionTimeout(timeoutMs);
    config.setRequestTimeout(timeoutMs);
    config.setRequestRetryBackoffLimit(retries);
    // Who asks a few times starts sooner without; a fence writes sixteen at a time.
    config.setHttp2Disable(retries == 0);
    return new Cluster(config);
  }

  private static Config config(ClusterOptions options) {
    if (options.kubeconfig != null) {
      if (!Files.isReadable(Path.of(options.kubeconfig))) {
        throw new ClusterException("no such kubeconfig: " + options.kubeconfig);
      }
      System.setProperty(Config.KUBERNETES_KUBECONFIG_FILE, options.kubeconfig);
    }
    Config config = Config.autoConfigure(options.context);
    if (options.context != null
        && config.getContexts().stream().noneMatch(c -> options.context.equals(c.getName()))) {
      throw new ClusterException("no context of this name in the kubeconfig: " + options.context);
    }
    return config;
  }

  /** Returns the names of the kubeconfig's contexts. */
  static List<String> contexts(ClusterOptions options) {
    return config(options).getContexts().stream().map(NamedContext::getName).sorted().toList();
  }

  /**
   * Returns names for somebody who is typing.
   *
   * @throws ClusterException if they do not come at once
   */
  static List<String> names(ClusterOptions options, Names.Of kind) {
    try (Cluster cluster = open(options, 0, TYPING_MS)) {
      return cluster.names(kind);
    }
  }

  private List<String> names(Names.Of kind) {
    try {
      List<? extends HasMetadata> found =
          switch (kind) {
            case NAMESPACES -> client.namespaces().list().getItems();
            case PODS ->
                client
                    .pods()
                    .inNamespace(namespace())
                    .withLabel(MetadataKeys.LABEL_GENERATOR)
                    .list()
                    .getItems();
            case GENERATORS ->
                client.resources(IdGenerator.class).inNamespace(namespace()).list().getItems();
            case CONTEXTS -> throw new IllegalArgumentException("no cluster knows them");
          };
      return found.stream().map(one -> one.getMetadata().getName()).sorted().toList();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, config, "list", kind.toString(), namespace());
    }
  }

  /** Returns the namespace of the options or of the context, else {@code default}. */
  String namespace() {
    return namespace(config);
  }

  /**
   * Returns the same without a cluster: there may be none.
   *
   * @throws ClusterException if there is no such file or context
   */
  static String namespaceOf(ClusterOptions options) {
    return options.namespace == null ? namespace(config(options)) : options.namespace;
  }

  private static String namespace(Config config) {
    return config.getNamespace() == null ? "default" : config.getNamespace();
  }

  /** Returns the WorkerIds of one generator, or of all if it is null, in no order. */
  List<WorkerId> workerIds(GeneratorName generator) {
    try {
      var all = client.resources(WorkerId.class);
      return Patience.ask(
          () ->
              generator == null
                  ? all.list().getItems()
                  : all.withField("spec.generator", generator.toString()).list().getItems());
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, config, "list", "workerids", null);
    }
  }

  /**
   * Returns the layout of an IdGenerator.
   *
   * @throws ClusterException if there is none of this name
   */
  IdLayout layout(GeneratorName name) {
    return generator(name)
        .orElseThrow(() -> new ClusterException("no IdGenerator " + name))
        .getSpec()
        .layout()
        .toIdLayout();
  }

  /** Returns an IdGenerator, if there is one of this name. */
  Optional<IdGenerator> generator(GeneratorName name) {
    try {
      var one =
          client.resources(IdGenerator.class).inNamespace(name.namespace()).withName(name.name());
      return Optional.ofNullable(Patience.ask(one::get));
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, config, "get", "idgenerators", name.namespace());
    }
  }

  /** Returns the IdGenerators of a namespace, or of all if it is null. */
  List<IdGenerator> generators(String namespace) {
    try {
      var all = client.resources(IdGenerator.class);
      return Patience.ask(
          () ->
              namespace == null
                  ? all.inAnyNamespace().list().getItems()
                  : all.inNamespace(namespace).list().getItems());
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, config, "list", "idgenerators", namespace);
    }
  }

  /** Returns the pods of a namespace, or of all if it is null, that name an IdGenerator. */
  List<Pod> pods(String namespace) {
    try {
      var all = client.pods();
      var labelled =
          (namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace))
              .withLabel(MetadataKeys.LABEL_GENERATOR);
      return Patience.ask(() -> labelled.list().getItems());
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, config, "list", "pods", namespace);
    }
  }

  /** Returns a pod, if there is one of this name. */
  Optional<Pod> pod(String namespace, String name) {
    try {
      var pod = client.pods().inNamespace(namespace).withName(name);
      return Optional.ofNullable(Patience.ask(pod::get));
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, config, "get", "pods", namespace);
    }
  }

  /** Returns what tells this cluster from others: the UID of the namespace kube-system. */
  String uid() {
    try {
      var found = Patience.ask(() -> client.namespaces().withName("kube-system").get());
      return found == null ? MetadataKeys.NO_KUBE_SYSTEM : found.getMetadata().getUid();
    } catch (KubernetesClientException e) {
      throw ClusterErrors.explain(e, config, "get", "namespaces called kube-system", null);
    }
  }

  /** Returns the API server's clock, to the second; empty if its answers do not tell. */
  OptionalLong serverTimeMs() {
    return ServerTime.read(client);
  }

  /** Returns what writes a fence, as whom the options name. */
  FenceWrites fenceWrites() {
    return new FenceWrites(client, config);
  }

  /** Returns what gives sidecars other images. */
  SidecarWrites sidecarWrites() {
    return new SidecarWrites(client, config);
  }

  /** Returns what takes an installation away; the caller closes it. */
  Removals removals() {
    return new Removals(client, config);
  }

  /** Returns what looks at objects, and takes a refusal for an answer. */
  ClusterLookup lookup() {
    return new ClusterLookup(client, config);
  }

  /** Returns what asks for anything else, and takes every answer; the caller closes it. */
  ClusterProbe probe() {
    return new ClusterProbe(config);
  }

  @Override
  public void close() {
    client.close();
  }
}
