// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api;

/** Labels, annotations, gate and names on pods and Kezuri's own objects: who sets, who reads. */
public final class MetadataKeys {
  /** API group of both kinds. */
  public static final String GROUP = "kezuri.dev";

  /** The version of both kinds. */
  public static final String VERSION = "v1alpha1";

  /** Label on a pod, its IdGenerator's name. Set by people in the pod template; read by all. */
  public static final String LABEL_GENERATOR = "kezuri.dev/id-generator";

  /** Scheduling gate. Set by the injection; lifted by the operator with the first lease. */
  public static final String GATE = "kezuri.dev/worker-id";

  /** Annotation on a pod, its lease as JSON. Set by the operator; read by the sidecar as a file. */
  public static final String ANNOTATION_LEASE = "kezuri.dev/lease";

  /**
   * Annotation on a pod, its worker ID in decimal. Set once by the operator; read as the variable
   * {@link #ENV_WORKER_ID} and by people.
   */
  public static final String ANNOTATION_WORKER_ID = "kezuri.dev/worker-id";

  /**
   * Annotation on an IdGenerator, the UID of the kube-system namespace where its ledger was begun.
   * Set and read by the operator, to notice objects restored in another cluster or without status;
   * set anew by {@code kubectl kezuri fence}.
   */
  public static final String ANNOTATION_LEDGER = "kezuri.dev/ledger";

  /**
   * Annotation on a WorkerId, the UID of the IdGenerator that it was made for. Set by the operator
   * when it makes one; read by it and by {@code kubectl kezuri fence}, where there is no status.
   */
  public static final String ANNOTATION_GENERATOR_UID = "kezuri.dev/generator-uid";

  /** What {@link #ANNOTATION_LEDGER} says where there is no kube-system: the embedded one. */
  public static final String NO_KUBE_SYSTEM = "no-kube-system";

  /**
   * The operator's user: the one whom the shipped policies let write the ledger and the leases, and
   * whom {@code kubectl kezuri fence} acts as.
   */
  public static final String OPERATOR_USER = "system:serviceaccount:kezuri-system:kezuri-operator";

  /**
   * Annotation on a pod, the sidecar's image instead of the IdGenerator's. Set by people; read by
   * the injection, as are those that follow. Empty is as if it were not there.
   */
  public static final String ANNOTATION_SIDECAR_IMAGE = "kezuri.dev/sidecar-image";

  /** Annotation on a pod, what its sidecar logs: debug, info, warn or error. Set by people. */
  public static final String ANNOTATION_SIDECAR_LOG_LEVEL = "kezuri.dev/sidecar-log-level";

  /** Annotation on a pod, the CPU request of its sidecar, such as 100m. Set by people. */
  public static final String ANNOTATION_SIDECAR_CPU_REQUEST = "kezuri.dev/sidecar-cpu-request";

  /** Annotation on a pod, the memory request of its sidecar, such as 64Mi. Set by people. */
  public static final String ANNOTATION_SIDECAR_MEMORY_REQUEST =
      "kezuri.dev/sidecar-memory-request";

  /** Annotation on a pod, the CPU limit of its sidecar, such as 1. Set by people. */
  public static final String ANNOTATION_SIDECAR_CPU_LIMIT = "kezuri.dev/sidecar-cpu-limit";

  /** Annotation on a pod, the memory limit of its sidecar, such as 128Mi. Set by people. */
  public static final String ANNOTATION_SIDECAR_MEMORY_LIMIT = "kezuri.dev/sidecar-memory-limit";

  /**
   * Annotation on a CRD of Kezuri, without which a policy refuses its deletion. Set by people, and
   * by {@code kubectl kezuri uninstall}.
   */
  public static final String ANNOTATION_ALLOW_DELETION = "kezuri.dev/allow-deletion";

  /** Finalizer on a WorkerId. Set and taken off by the operator, when nothing can be held. */
  public static final String FINALIZER_LEDGER = "kezuri.dev/ledger";

  /**
   * Name of the sidecar's container. Set by the injection, or by people who write the sidecar by
   * hand; the operator reads this container's status.
   */
  public static final String SIDECAR_CONTAINER = "kezuri-sidecar";

  /** Volume with the lease file. Set by the injection; mounted by the sidecar. */
  public static final String VOLUME_LEASE = "kezuri-lease";

  /** Volume with the sidecar's state, on disk. Set by the injection; mounted by the sidecar. */
  public static final String VOLUME_STATE = "kezuri-state";

  /** Name of the sidecar's port for probes and figures. Set by the injection. */
  public static final String PORT_ADMIN = "kezuri-admin";

  /** Environment variable, host:port for IDs. Set by the injection; read by applications. */
  public static final String ENV_ADDRESS = "KEZURI_ADDRESS";

  /** Environment variable, the worker ID. Set by the injection; read by applications. */
  public static final String ENV_WORKER_ID = "KEZURI_WORKER_ID";

  private MetadataKeys() {}
}
