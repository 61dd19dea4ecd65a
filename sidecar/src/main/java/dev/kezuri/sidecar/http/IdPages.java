// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kezuri.id.DecodedId;
import dev.kezuri.id.IdLayout;
import dev.kezuri.lease.UtcMillis;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What HTTP gets from the ID port. */
public final class IdPages implements Pages {
  /** An answer is made whole before any of it leaves, so it must not be long. */
  static final int MAX_IDS = 1000;

  private static final JsonFactory JSON = new JsonFactory();
  private static final String DECODE = "/decode/";

  private static final String INDEX =
      """
      Kezuri %s: unique, time-ordered 63-bit IDs.

      GET /id           one new ID
      GET /ids?n=100    so many, 1 to %d, one a line
      GET /decode/<id>  when and by whom an ID was issued
      GET /stats        what this sidecar counts, as JSON

      With "Accept: application/json", IDs come as JSON strings; as JavaScript numbers they would
      lose bits. A HEAD draws no ID. Web pages get none: no Origin, no other site, no name with a
      dot as Host.
      This port speaks memcached's protocols as well, which cost less: get id
      """;

  private final HttpSource source;
  private final String index;

  /**
   * Makes the pages.
   *
   * @param version the sidecar's
   */
  public IdPages(HttpSource source, String version) {
    this.source = source;
    this.index = INDEX.replace("%s", version).replace("%d", Integer.toString(MAX_IDS));
  }

  @Override
  public String refusal(Sender sender) {
    return sender.refusal();
  }

  @Override
  public Reply reply(Ask ask) {
    return switch (ask.path()) {
      case "/" -> Reply.text(200, index);
      case "/id" -> ids(new Draw(1, false, ask.json()), ask);
      case "/ids" -> ids(ask);
      case "/stats" -> Reply.json(stats());
      default -> ask.path().startsWith(DECODE) ? decode(ask) : null;
    };
  }

  private Reply ids(Ask ask) {
    List<String> values = ask.parameters().getOrDefault("n", List.of());
    String n = values.size() == 1 ? values.getFirst() : "";
    int count = n.matches("[0-9]{1,5}") ? Integer.parseInt(n) : 0;
    return count < 1 || count > MAX_IDS
        ? Reply.text(400, "n must be given once, 1 to " + MAX_IDS + ": /ids?n=100\n")
        : ids(new Draw(count, true, ask.json()), ask);
  }

  /** Whether there would be IDs is all that a HEAD learns: it draws none. */
  private Reply ids(Draw draw, Ask ask) {
    Optional<String> why = ask.head() ? source.unavailable() : Optional.empty();
    return why.map(Reply::unavailable).orElseGet(() -> Reply.of(draw));
  }

  private Reply decode(Ask ask) {
    Optional<IdLayout> layout = source.layout();
    if (layout.isEmpty()) {
      return Reply.unavailable("no lease yet: the layout of IDs is not known");
    }
    String text = ask.path().substring(DECODE.length());
    if (!text.matches("[0-9]{1,19}")) {
      return Reply.text(400, "an ID is a decimal number of at most 19 digits\n");
    }
    try {
      DecodedId id = layout.get().decode(Long.parseLong(text));
      return ask.json() ? Reply.json(json(id)) : Reply.text(200, text(id));
    } catch (NumberFormatException e) {
      return Reply.text(400, "an ID has at most 63 bits\n");
    } catch (IllegalArgumentException e) {
      return Reply.text(400, e.getMessage() + "\n");
    }
  }

  /** In the words of {@code kubectl kezuri decode}. */
  private static String text(DecodedId id) {
    return "id "
        + id.id()
        + "\ntime "
        + UtcMillis.format(id.timestampMs())
        + "\ntimestampMs "
        + id.timestampMs()
        + "\nworkerId "
        + id.workerId()
        + "\nsequence "
        + id.sequence()
        + "\n";
  }

  private static String json(DecodedId id) {
    return json(
        json -> {
          json.writeStringField("id", Long.toString(id.id()));
          json.writeStringField("time", UtcMillis.format(id.timestampMs()));
          json.writeNumberField("timestampMs", id.timestampMs());
          json.writeNumberField("workerId", id.workerId());
          json.writeNumberField("sequence", id.sequence());
        });
  }

  private String stats() {
    return json(
        json -> {
          for (var stat : source.stats().entrySet()) {
            json.writeFieldName(stat.getKey());
            if (stat.getValue().matches("-?(0|[1-9][0-9]{0,14})")) {
              json.writeNumber(stat.getValue());
            } else {
              json.writeString(stat.getValue());
            }
          }
        });
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static String json(Fields fields) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return out.toString();
  }
}
