// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

/** A request is refused; becomes a Status with this code, reason and message. */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  private ApiError(int code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  static ApiError notFound(RequestPath path) {
    return new ApiError(404, "NotFound", path.quoted() + " not found");
  }

  static ApiError noSuchPage() {
    return new ApiError(404, "NotFound", "the server could not find the requested resource");
  }

  static ApiError exists(RequestPath path) {
    return new ApiError(409, "AlreadyExists", path.quoted() + " already exists");
  }

  static ApiError conflict(RequestPath path, String why) {
    return new ApiError(
        409, "Conflict", "Operation cannot be fulfilled on " + path.quoted() + ": " + why);
  }

  static ApiError invalid(RequestPath path, String kind, String why) {
    String group = path.kind().group().isEmpty() ? "" : "." + path.kind().group();
    return new ApiError(
        422, "Invalid", "%s%s \"%s\" is invalid: %s".formatted(kind, group, path.name(), why));
  }

  static ApiError unprocessable(String why) {
    return new ApiError(422, "Invalid", why);
  }

  static ApiError badRequest(String why) {
    return new ApiError(400, "BadRequest", why);
  }

  static ApiError unsupported(String why) {
    return new ApiError(415, "UnsupportedMediaType", why);
  }

  static ApiError gone(String why) {
    return new ApiError(410, "Expired", why);
  }

  static ApiError notAllowed() {
    return new ApiError(
        405, "MethodNotAllowed", "the server does not allow this method on the resource");
  }

  static ApiError internal(Throwable cause) {
    return new ApiError(500, "InternalError", "Internal error occurred: " + cause);
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
