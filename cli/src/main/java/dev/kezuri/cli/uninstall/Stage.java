// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.uninstall;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The stages of an uninstall. */
public enum Stage {
  /** First, so that no pod is gated any more that nobody would let go. */
  INJECTION,
  /** While the operator works: it takes ledgers apart whose IdGenerator is gone. */
  GENERATORS,
  /** Only the operator takes the finalizers off; without it the kinds could not go. */
  LEDGER,
  /** It would make worker IDs anew. */
  OPERATOR,
  /** With nothing left of them. */
  KINDS,
  /** Policies that refuse writes: to the last of the ledger. */
  PROTECTION,
  RIGHTS,
  NAMESPACE;

  /** Returns the stage in which an object of this kind goes. */
  static Stage of(String kind) {
    return switch (kind) {
      case "MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicy" -> INJECTION;
      case "ValidatingAdmissionPolicyBinding", "ValidatingAdmissionPolicy" -> PROTECTION;
      case "CustomResourceDefinition" -> KINDS;
      case "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "ServiceAccount" -> RIGHTS;
      case "Namespace" -> NAMESPACE;
      default -> OPERATOR;
    };
  }

  /** Returns the word that people read. */
  @Override
  @JsonValue
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
