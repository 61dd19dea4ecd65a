// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.local.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The Status that tells what came of a request. */
final class StatusBody {
  private StatusBody() {}

  static ObjectNode of(ApiError error) {
    ObjectNode status = empty("Failure");
    status.put("message", error.getMessage());
    status.put("reason", error.reason());
    status.put("code", error.code());
    return status;
  }

  static ObjectNode deleted(RequestPath path, String uid) {
    ObjectNode status = empty("Success");
    ObjectNode details = status.putObject("details");
    details.put("name", path.name());
    details.put("group", path.kind().group());
    details.put("kind", path.kind().plural());
    details.put("uid", uid);
    return status;
  }

  private static ObjectNode empty(String outcome) {
    ObjectNode status = Json.object();
    status.put("kind", "Status");
    status.put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", outcome);
    return status;
  }
}
