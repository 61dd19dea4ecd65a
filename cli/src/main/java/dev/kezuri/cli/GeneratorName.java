// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

/** An IdGenerator's place: {@code <namespace>/<name>}. */
record GeneratorName(String namespace, String name) {
  /** Returns the place written in {@code text}; without a slash it is in {@code namespace}. */
  static GeneratorName parse(String text, String namespace) {
    int slash = text.indexOf('/');
    return slash < 0
        ? new GeneratorName(namespace, text)
        : new GeneratorName(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
