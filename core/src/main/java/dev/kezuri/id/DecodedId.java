// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.id;

/**
 * An ID taken apart by its {@link IdLayout}.
 *
 * @param id the ID
 * @param timestampMs when it was issued, in ms since 1970, by its issuer's clock
 * @param workerId who issued it
 * @param sequence the counter within that ms
 */
public record DecodedId(long id, long timestampMs, int workerId, int sequence) {}
