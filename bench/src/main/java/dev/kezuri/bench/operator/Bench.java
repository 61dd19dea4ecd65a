// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.bench.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;

/**
 * What all cases share.
 *
 * @param plane the API server
 * @param load the driver's threads
 * @param table the results
 * @param launcher starts the operator
 * @param work a folder for logs
 * @param size how much of all is done
 */
record Bench(Plane plane, Load load, Table table, Path launcher, Path work, Size size) {
  /** How much is done: for figures, or only to see that it works. */
  record Size(int rounds, int pods, int lone, int few, int idleS, int generators, int podsEach) {
    static final Size FULL = new Size(5, 1000, 50, 100, 120, 100, 100);
    static final Size QUICK = new Size(1, 100, 5, 10, 10, 4, 10);

    Size withRounds(int n) {
      return new Size(n, pods, lone, few, idleS, generators, podsEach);
    }
  }

  OperatorProcess operator(boolean election) {
    Path log = work.resolve("operator.log");
    return OperatorProcess.start(launcher, plane.operatorKubeconfig(), log, election);
  }

  AuditLog audit() {
    return plane.audit();
  }

  void namespace(String name) {
    plane.admin().post("/api/v1/namespaces", Template.namespace(name));
  }

  /** Makes an IdGenerator, for pods of its namespace. */
  Pods generator(String namespace, String name, String spec) {
    plane.admin().post(Api.generators(namespace), Template.generator(name, spec));
    return new Pods(plane.admin(), namespace, name);
  }

  /** Creates pods, waits until all are granted, and sees that they are. */
  List<JsonNode> granted(Pods pods, String prefix, int count) {
    int mark = audit().mark();
    load.run(count, i -> pods.create(prefix + i));
    audit().awaitTold(prefix, mark, count, 20);
    return Check.granted(plane.admin(), pods, count);
  }

  /** Ends pods, and waits until all their numbers are free. */
  void end(Pods pods, List<JsonNode> all) {
    int mark = audit().mark();
    load.run(all.size(), i -> pods.end(all.get(i)));
    audit().await(AuditLog.LEDGER, mark, all.size(), 20);
    Check.released(plane.admin(), pods);
  }
}
