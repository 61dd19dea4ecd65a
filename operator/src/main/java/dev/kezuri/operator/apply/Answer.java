// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.operator.apply;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the API server answered to one request of the {@link ClusterPort}. These are answers and not
 * exceptions because the operator lives with every one of them.
 *
 * @param <T> the kind of object asked for
 */
public sealed interface Answer<T> {
  /**
   * Read or written.
   *
   * @param object the object as the server has it; its metadata carry the resourceVersion that the
   *     next compare-and-swap names
   * @param <T> the kind of object
   */
  record Stored<T>(T object) implements Answer<T> {}

  /**
   * 409: somebody else wrote since the resourceVersion named, or the object to create exists.
   *
   * @param message the server's words
   * @param <T> the kind of object
   */
  record Conflict<T>(String message) implements Answer<T> {}

  /**
   * 422 (or 400): the server's rules or a JSON Patch test refuse this write, whoever sends it.
   *
   * @param message the server's words; they name the rule
   * @param <T> the kind of object
   */
  record Invalid<T>(String message) implements Answer<T> {}

  /**
   * 404: there is no such object (any more).
   *
   * @param <T> the kind of object
   */
  record NotFound<T>() implements Answer<T> {}

  /**
   * No answer, or one that says nothing about the object (timeout, 429, 5xx, 401, 403). A write may
   * have happened all the same: only reading again can tell.
   *
   * @param message what went wrong, in one line
   * @param <T> the kind of object
   */
  record Unavailable<T>(String message) implements Answer<T> {}

  /** Returns the object, if there is one. */
  default Optional<T> stored() {
    return this instanceof Stored<T>(T object) ? Optional.of(object) : Optional.empty();
  }

  /** Returns the same answer about another view of the object. */
  default <R> Answer<R> map(Function<? super T, ? extends R> view) {
    return switch (this) {
      case Stored<T>(T object) -> new Stored<>(view.apply(object));
      case Conflict<T>(String message) -> new Conflict<>(message);
      case Invalid<T>(String message) -> new Invalid<>(message);
      case NotFound<T>() -> new NotFound<>();
      case Unavailable<T>(String message) -> new Unavailable<>(message);
    };
  }

  /** Returns the answer in a few words, for a log line. */
  default String words() {
    return switch (this) {
      case Stored<T> stored -> "stored";
      case Conflict<T>(String message) -> "conflict: " + message;
      case Invalid<T>(String message) -> "invalid: " + message;
      case NotFound<T>() -> "not found";
      case Unavailable<T>(String message) -> "unavailable: " + message;
    };
  }
}
