// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli.uninstall;

import dev.kezuri.lease.UtcMillis;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One stage of an uninstall, with what goes in it.
 *
 * @param what in words
 * @param objects the names of all that go
 */
public record Part(Stage stage, String what, List<String> objects) {
  /** Returns the parts in their order, without those that nothing goes in. */
  public static List<Part> of(Standing standing, Wish wish) {
    return order(wish).stream()
        .map(stage -> of(stage, standing, wish))
        .filter(part -> !part.objects().isEmpty())
        .toList();
  }

  private static List<Stage> order(Wish wish) {
    List<Stage> order = new ArrayList<>(List.of(Stage.values()));
    if (wish.keepLedger()) {
      order.removeAll(List.of(Stage.GENERATORS, Stage.LEDGER, Stage.KINDS));
    }
    if (wish.forgetLedger()) {
      // An operator that works would make the worker IDs of an IdGenerator again.
      order.remove(Stage.LEDGER);
      order.add(order.indexOf(Stage.OPERATOR) + 1, Stage.LEDGER);
    }
    if (wish.keepNamespace()) {
      order.remove(Stage.NAMESPACE);
    }
    return order;
  }

  private static Part of(Stage stage, Standing standing, Wish wish) {
    return switch (stage) {
      case GENERATORS ->
          new Part(
              stage,
              Standing.count(standing.generators().size(), "IdGenerator: ", "IdGenerators: ")
                  + Standing.names(standing.generators()),
              standing.generators());
      case LEDGER -> ledger(standing, wish);
      default -> things(stage, standing);
    };
  }

  private static Part ledger(Standing standing, Wish wish) {
    List<String> names = standing.ledger().stream().map(one -> one.name()).sorted().toList();
    String ids = Standing.count(names.size(), "worker ID", "worker IDs");
    OptionalLong over = standing.overMs();
    String until =
        over.isEmpty() || over.getAsLong() == Long.MIN_VALUE
            ? ""
            : ", over at " + UtcMillis.format(over.getAsLong()) + " at the latest";
    String held = standing.held() == 0 ? "" : ", " + standing.held() + " of them held";
    return new Part(
        Stage.LEDGER,
        wish.forgetLedger() ? "forgets " + ids + held : "waits for " + ids + held + until,
        names);
  }

  private static Part things(Stage stage, Standing standing) {
    List<String> names = standing.of(stage).stream().map(Thing::toString).toList();
    String what =
        switch (stage) {
          case NAMESPACE -> String.join(", ", names) + ", with all that is in it";
          case PROTECTION -> names.size() + " policies and bindings that protect the ledger";
          default -> String.join(", ", names);
        };
    return new Part(stage, what, names);
  }
}
