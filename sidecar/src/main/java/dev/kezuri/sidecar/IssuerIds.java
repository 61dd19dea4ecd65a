// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import dev.kezuri.issue.IdIssuer;
import dev.kezuri.issue.Refusal;
import dev.kezuri.sidecar.wire.IdSource;
import java.util.function.Function;

/** The issuer, as the protocols see it. */
final class IssuerIds implements IdSource {
  private final IdIssuer issuer;
  private final Function<Refusal, String> reasons;
  private boolean batch;

  IssuerIds(IdIssuer issuer, Function<Refusal, String> reasons) {
    this.issuer = issuer;
    this.reasons = reasons;
  }

  @Override
  public void beginBatch(long monotonicNs) {
    issuer.beginBatch(monotonicNs);
    batch = true;
  }

  @Override
  public void endBatch() {
    batch = false;
  }

  @Override
  public long nextId() {
    return batch ? issuer.nextIdInBatch() : issuer.nextId();
  }

  @Override
  public Patience patience(long code) {
    return switch (Refusal.of(code)) {
      case MILLISECOND_FULL -> Patience.NEXT_MS;
      case AWAITING_DISK -> Patience.UNTIL_WOKEN;
      default -> Patience.NONE;
    };
  }

  @Override
  public String reason(long code) {
    return reasons.apply(Refusal.of(code));
  }
}
