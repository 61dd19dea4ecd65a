// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kezuri.lease.Lease;
import dev.kezuri.lease.LeaseCodec;
import dev.kezuri.sidecar.LeaseFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFileTest {
  private static final Lease LEASE = Leases.of(Leases.POD, 1);

  @TempDir private Path folder;
  private Path file;
  private LeaseFile leaseFile;

  @BeforeEach
  void setUp() {
    file = folder.resolve("lease.json");
    leaseFile = new LeaseFile(file, Leases.POD);
  }

  private Reading read(String text) throws IOException {
    Files.writeString(file, text);
    return leaseFile.readIfChanged().orElseThrow();
  }

  private String why(String text) throws IOException {
    return ((Reading.Bad) read(text)).why();
  }

  @Test
  void shouldGiveTheLeaseWhenItIsForThisPod() throws IOException {
    assertThat(read(LeaseCodec.write(LEASE))).isEqualTo(new Reading.Good(LEASE));
  }

  @Test
  void shouldSayNothingWhenNothingHasChanged() throws IOException {
    read(LeaseCodec.write(LEASE));
    Files.writeString(file, LeaseCodec.write(LEASE) + "\n");

    assertThat(leaseFile.readIfChanged()).isEmpty();
  }

  @Test
  void shouldSayWhyWhenThereIsNoFile() {
    assertThat(leaseFile.readIfChanged().orElseThrow())
        .isEqualTo(new Reading.Bad("lease file " + file + ": there is no such file"));
    assertThat(leaseFile.readIfChanged()).as("once").isEmpty();
  }

  @Test
  void shouldSayWhyWhenItIsEmptyOrCut() throws IOException {
    String text = LeaseCodec.write(LEASE);
    assertThat(why("")).startsWith("lease file " + file + ": ");
    for (int length = 1; length < text.length(); length += 7) {
      Files.writeString(file, text.substring(0, length));
      assertThat(leaseFile.readIfChanged()).isNotEqualTo(Optional.of(new Reading.Good(LEASE)));
    }
  }

  @Test
  void shouldRefuseWhenItIsForAnotherPod() throws IOException {
    assertThat(why(LeaseCodec.write(Leases.of("another", 1))))
        .endsWith("it is for pod another, and this is pod " + Leases.POD);
  }

  @Test
  void shouldRefuseWhenTheVersionIsUnknown() throws IOException {
    assertThat(why(LeaseCodec.write(LEASE).replace("\"v\":1", "\"v\":2"))).contains("2");
  }

  @Test
  void shouldRefuseWhenTheWindowEndsBeforeItBegins() throws IOException {
    String text = LeaseCodec.write(LEASE).replaceFirst("\"notAfter\":\"2", "\"notAfter\":\"1");
    assertThat(why(text)).contains("notBefore must be before notAfter");
  }

  @Test
  void shouldRefuseWhenItIsHuge() throws IOException {
    assertThat(why(" ".repeat(70_000))).endsWith("longer than 65536 bytes");
  }

  @Test
  void shouldSayWhyWhenItIsAFolder() throws IOException {
    Files.createDirectory(file);

    assertThat(leaseFile.readIfChanged().orElseThrow()).isInstanceOf(Reading.Bad.class);
  }
}
