// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import java.util.List;
import java.util.Map;

/**
 * A GET or HEAD that may be answered.
 *
 * @param path what is asked for, percent-decoded, beginning with a slash
 * @param parameters those of the query, percent-decoded
 * @param json whether the client would rather have JSON than text
 * @param head whether it wants no body: nothing may be issued for it
 */
public record Ask(String path, Map<String, List<String>> parameters, boolean json, boolean head) {}
