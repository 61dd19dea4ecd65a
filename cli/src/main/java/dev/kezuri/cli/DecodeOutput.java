// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.cli;

import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import java.util.List;

/**
 * The text of decoded IDs in each format. In JSON and YAML an ID is a string, for it has more bits
 * than a JavaScript number holds.
 */
final class DecodeOutput {
  private DecodeOutput() {}

  /** Returns the whole text, ended by a newline. */
  static String of(List<DecodedId> ids, IdLayout layout, OutputFormat format) {
    return switch (format) {
      case TABLE -> table(ids);
      case WIDE -> wide(ids, layout);
      case JSON -> json(ids);
      case YAML -> yaml(ids);
      case NAME -> throw new IllegalArgumentException("an ID has no other name: -o name");
    };
  }

  private static String table(List<DecodedId> ids) {
    TextTable table = new TextTable("ID", "TIME", "WORKER", "SEQUENCE");
    for (DecodedId id : ids) {
      table.add(id.id(), UtcMillis.format(id.timestampMs()), id.workerId(), id.sequence());
    }
    return table.toString();
  }

  private static String wide(List<DecodedId> ids, IdLayout layout) {
    String widths = LayoutOption.widths(layout);
    String epoch = UtcMillis.format(layout.epochMs());
    TextTable table =
        new TextTable("ID", "TIME", "WORKER", "SEQUENCE", "HEX", "UNIX-MS", "LAYOUT", "EPOCH");
    for (DecodedId id : ids) {
      table.add(
          id.id(),
          UtcMillis.format(id.timestampMs()),
          id.workerId(),
          id.sequence(),
          "0x%016x".formatted(id.id()),
          id.timestampMs(),
          widths,
          epoch);
    }
    return table.toString();
  }

  private static String json(List<DecodedId> ids) {
    return PrettyJson.of(
        json -> {
          json.writeStartArray();
          for (DecodedId id : ids) {
            json.writeStartObject();
            json.writeStringField("id", Long.toString(id.id()));
            json.writeStringField("time", UtcMillis.format(id.timestampMs()));
            json.writeNumberField("timestampMs", id.timestampMs());
            json.writeNumberField("workerId", id.workerId());
            json.writeNumberField("sequence", id.sequence());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static String yaml(List<DecodedId> ids) {
    if (ids.isEmpty()) {
      return "[]\n";
    }
    StringBuilder text = new StringBuilder();
    for (DecodedId id : ids) {
      text.append("- id: \"").append(id.id()).append("\"\n");
      text.append("  time: \"").append(UtcMillis.format(id.timestampMs())).append("\"\n");
      text.append("  timestampMs: ").append(id.timestampMs()).append('\n');
      text.append("  workerId: ").append(id.workerId()).append('\n');
      text.append("  sequence: ").append(id.sequence()).append('\n');
    }
    return text.toString();
  }
}
