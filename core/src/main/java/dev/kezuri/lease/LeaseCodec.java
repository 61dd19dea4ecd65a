// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.lease;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kezuri.id.IdLayout;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A lease as JSON, as the annotation {@code kezuri.dev/lease} and the sidecar's lease file carry
 * it. Unknown fields are ignored; another {@code v} is refused.
 */
public final class LeaseCodec {
  /** The only format there is so far. */
  static final int VERSION = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private LeaseCodec() {}

  /** Returns the lease as one line of JSON. */
  public static String write(Lease lease) {
    StringWriter out = new StringWriter(320);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeStringField("generator", lease.generator());
      json.writeStringField("podUid", lease.podUid());
      json.writeNumberField("workerId", lease.workerId());
      json.writeStringField("notBefore", UtcMillis.format(lease.window().notBeforeMs()));
      json.writeStringField("notAfter", UtcMillis.format(lease.window().notAfterMs()));
      json.writeNumberField("turn", lease.turn());
      json.writeObjectFieldStart("layout");
      json.writeStringField("epoch", UtcMillis.format(lease.layout().epochMs()));
      json.writeNumberField("timestampBits", lease.layout().timestampBits());
      json.writeNumberField("workerBits", lease.layout().workerBits());
      json.writeNumberField("sequenceBits", lease.layout().sequenceBits());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return out.toString();
  }

  /**
   * Returns the lease of a file's bytes.
   *
   * @throws LeaseFormatException if it is empty, cut, of another version, or anything is missing or
   *     wrong; the message says what
   */
  public static Lease read(byte[] utf8) throws LeaseFormatException {
    return read(new String(utf8, StandardCharsets.UTF_8));
  }

  /**
   * Returns the lease of an annotation's text.
   *
   * @throws LeaseFormatException as {@link #read(byte[])}
   */
  public static Lease read(String text) throws LeaseFormatException {
    LeaseFields fields = LeaseFields.of(text);
    int version = fields.integer("v");
    if (version != VERSION) {
      throw new LeaseFormatException(
          "lease format v=" + version + " is not known to this version, which knows v=" + VERSION);
    }
    LeaseFields layout = fields.object("layout");
    try {
      return new Lease(
          fields.text("generator"),
          fields.text("podUid"),
          fields.integer("workerId"),
          new Window(fields.time("notBefore"), fields.time("notAfter")),
          fields.integer("turn"),
          new IdLayout(
              layout.time("epoch"),
              layout.integer("timestampBits"),
              layout.integer("workerBits"),
              layout.integer("sequenceBits")));
    } catch (IllegalArgumentException e) {
      throw new LeaseFormatException("lease: " + e.getMessage());
    }
  }
}
