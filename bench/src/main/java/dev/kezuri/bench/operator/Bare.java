// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kezuri.api.MetadataKeys;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.lease.UtcMillis;
import dev.kezuri.lease.Window;
import java.time.InstantSource;

/**
 * The writes of grants without an operator: pod, ledger, pod; each knows what it needs from the
 * answer before it. Nobody looks for what waits or what is free. The pods are labelled, so that the
 * API server's policies do for them what they do for the operator's: no operator may run meanwhile.
 */
final class Bare {
  static final String NAMESPACE = "bare";
  static final String GENERATOR = "bare";
  private static final long WINDOW_MS = 15 * 60_000L;
  private static final String LAYOUT =
      """
      {"epoch":"2015-01-01T00:00:00.000Z","timestampBits":41,"workerBits":14,"sequenceBits":8}
      """
          .strip();

  private final Api admin;
  private final Api account;
  private final Load load;
  private final Pods pods;
  private final JsonNode[] ledger;
  private final InstantSource clock = InstantSource.system();

  /** Makes {@code count} WorkerIds of the generator, which must be there. */
  Bare(Plane plane, Load load, int count) {
    this.admin = plane.admin();
    this.account = plane.account();
    this.load = load;
    this.pods = new Pods(admin, NAMESPACE, GENERATOR);
    this.ledger = new JsonNode[count];
    load.run(count, this::provision);
  }

  private void provision(int id) {
    String made =
        """
        {"apiVersion":"kezuri.dev/v1alpha1","kind":"WorkerId","metadata":{"name":"%1$s.bare.%2$d",
         "finalizers":["%4$s"]},
         "spec":{"generator":"%1$s/bare","id":%2$d,"layout":%3$s}}
        """
            .formatted(NAMESPACE, id, LAYOUT, MetadataKeys.FINALIZER_LEDGER);
    ObjectNode object = (ObjectNode) Api.json(account.post(Api.workerIds(), made));
    object.putObject("status").put("floor", UtcMillis.format(clock.millis() - WINDOW_MS));
    ledger[id] = put(id, object);
  }

  private JsonNode put(int id, JsonNode object) {
    String name = NAMESPACE + ".bare." + id;
    return Api.json(account.put(Api.workerIds() + "/" + name + "/status", object.toString()));
  }

  /** Grants number {@code id} to a pod made for it: three writes. */
  void grant(int id) {
    String name = "bare-" + id;
    JsonNode pod = Api.json(pods.create(name));
    String uid = pod.path("metadata").path("uid").asText();
    JsonNode free = ledger[id];
    long floorMs = UtcMillis.parse(free.path("status").path("floor").asText());
    long now = clock.millis();
    Window window = new Window(Math.max(floorMs, now - 60_000), now + WINDOW_MS);
    ObjectNode held = free.deepCopy();
    ObjectNode in = ((ObjectNode) held.get("status")).putObject("window");
    in.put("podUid", uid).put("pod", name).put("turn", 0);
    in.put("notBefore", UtcMillis.format(window.notBeforeMs()));
    in.put("notAfter", UtcMillis.format(window.notAfterMs()));
    ledger[id] = put(id, held);
    account.patch(pods.path(name), Api.JSON_PATCH, patch(uid, lease(id, uid, window), id));
  }

  private static String lease(int id, String uid, Window window) {
    IdLayout layout = new IdLayout(UtcMillis.parse("2015-01-01T00:00:00.000Z"), 41, 14, 8);
    return LeaseCodec.write(new Lease(NAMESPACE + "/bare", uid, id, window, 0, layout));
  }

  private static String patch(String uid, String lease, int id) {
    return """
        [{"op":"test","path":"/metadata/uid","value":"%s"},
         {"op":"test","path":"/spec/schedulingGates/0/name","value":"%s"},
         {"op":"add","path":"/metadata/annotations/kezuri.dev~1lease","value":%s},
         {"op":"add","path":"/metadata/annotations/kezuri.dev~1worker-id","value":"%d"},
         {"op":"remove","path":"/spec/schedulingGates/0"}]
        """
        .formatted(uid, MetadataKeys.GATE, Api.JSON.valueToTree(lease), id);
  }

  /** Ends {@code count} windows, and deletes the pods: not timed. */
  void clear(int count) {
    pods.vanish();
    load.run(count, this::release);
  }

  private void release(int id) {
    ObjectNode free = ledger[id].deepCopy();
    ObjectNode status = (ObjectNode) free.get("status");
    ObjectNode past = (ObjectNode) status.remove("window");
    String end = UtcMillis.format(UtcMillis.parse(past.get("notBefore").asText()) + 1);
    past.remove("turn");
    past.put("notAfter", end).put("end", "Graceful");
    status.put("floor", end);
    status.withArray("history").insert(0, past);
    ledger[id] = put(id, free);
  }
}
