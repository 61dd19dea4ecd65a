// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.api.v1alpha1;

/** How texts in both kinds must look, as regular expressions for the API server. */
final class Forms {
  /**
   * UTC with exactly three fraction digits. The API server compares such times as text, so no other
   * spelling of a time may pass.
   */
  static final String TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$";

  /** Characters of a {@link #TIME}: checked as well, because {@code $} alone is not relied on. */
  static final int TIME_LENGTH = 24;

  /** A pod's UID. */
  static final String UID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

  /** Characters of a {@link #UID}. */
  static final int UID_LENGTH = 36;

  /** A generator as {@code <namespace>/<name>}. */
  static final String GENERATOR = "^[a-z0-9-]{1,63}/[a-z0-9.-]{1,63}$";

  /** Namespace, slash and name, 63 characters each. */
  static final int GENERATOR_LENGTH = 127;

  /** The longest name of a pod or node. */
  static final int NAME_LENGTH = 253;

  /** The longest length of time: 999h99999m9999999s. */
  static final int SPAN_LENGTH = 18;

  private Forms() {}
}
