// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar.text;

import dev.kezuri.sidecar.wire.Answer;
import dev.kezuri.sidecar.wire.Session;
import dev.kezuri.sidecar.wire.StatsSource;
import dev.kezuri.sidecar.wire.VersionText;
import dev.kezuri.sidecar.wire.WireLoop;

/** What all text connections of one event loop share. Its thread only. */
public final class TextProtocol {
  private final PlainCommands plain;
  private final ValueWriter values = new ValueWriter();
  private final MetaFlags metaFlags = new MetaFlags();
  private final MetaCommands meta = new MetaCommands(metaFlags);
  private final MetaGet metaGet = new MetaGet(metaFlags, values.decimals());

  /**
   * Makes the shared part.
   *
   * @param version the sidecar's version, which {@code version} tells
   */
  public TextProtocol(StatsSource stats, String version) {
    byte[] versionLine = Answer.ascii("VERSION " + VersionText.of(version) + "\r\n");
    this.plain = new PlainCommands(versionLine, new StatsCommand(stats));
  }

  /** Returns the parser of one connection. */
  public Session session(WireLoop loop) {
    return new TextSession(loop, this);
  }

  PlainCommands plain() {
    return plain;
  }

  MetaCommands meta() {
    return meta;
  }

  MetaGet metaGet() {
    return metaGet;
  }

  ValueWriter values() {
    return values;
  }
}
