// SPDX-License-Identifier: Apache-2.0
package dev.kezuri.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines and environments of katsubushi. Words with an equals sign are variables. */
class KatsubushiTest {
  private static CommandLine parse(String text) throws UsageException {
    Map<String, String> env = new LinkedHashMap<>();
    List<String> words = Arrays.asList(text.strip().split(" +"));
    words.stream()
        .filter(word -> word.matches("\\w+=.*"))
        .forEach(word -> env.put(word.replaceFirst("=.*", ""), word.replaceFirst(".*?=", "")));
    return CommandLine.parse(words.stream().filter(w -> !w.matches("\\w+=.*")).toList(), env);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -worker-id 3 -port 7238          | LISTEN       | localhost:7238
          -worker-id=3 --port=7238         | LISTEN       | localhost:7238
          -worker-id 3 -sock /k -port 1    | LISTEN       | unix:/k
          -worker-id 3 -sock= -port 7      | LISTEN       | localhost:7
          -worker-id 3 -http-port 80       | LISTEN       | localhost:11212,localhost:80
          -worker-id 3 -http-port 0        | LISTEN       |
          -worker-id 3 -sock /k -http-port 80 | LISTEN    | unix:/k,localhost:80
          -worker-id 3                     | WORKER_ID    | 3
          -worker-id 3 -idle-timeout 600   | IDLE_TIMEOUT | 600s
          -worker-id 3 -idle-timeout 10m0s | IDLE_TIMEOUT | 10m0s
          -worker-id 3 -idle-timeout 0     | IDLE_TIMEOUT | 0
          -worker-id 3 -log-level warning  | LOG_LEVEL    | warn
          -worker-id 3 -log-level panic    | LOG_LEVEL    | error
          -worker-id 3 -log-level debug    | LOG_LEVEL    | debug
          -worker-id 3 -grpc-port 0 -enable-pprof=false | LISTEN |
          WORKER_ID=3 PORT=7238            | LISTEN       | localhost:7238
          worker_id=3 port=7238            | LISTEN       | localhost:7238
          WORKER_ID=3 PORT=1 -port 2       | LISTEN       | localhost:2
          SOCK=/k -port 2 -worker-id 3     | LISTEN       | unix:/k
          WORKER_ID=3 REDIS=redis://r      | WORKER_ID    | 3
          WORKER_ID=3 KEZURI_LISTEN=[::1]:1 PORT=2 | LISTEN | [::1]:1
          --worker-id 3 PORT=7238          | LISTEN       |
          KEZURI_WORKER_ID=3 PORT=7238     | LISTEN       |
          KEZURI_POD_UID=u WORKER_ID=3 PORT=7238 | LISTEN |
          KEZURI_POD_UID=u WORKER_ID=3     | WORKER_ID    |
          """)
  void shouldMeanTheSame(String line, Flag flag, String value) throws UsageException {
    assertThat(parse(line).get(flag)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -redis redis://r         | -redis of katsubushi cannot be had here: the operator gives worker IDs in Kubernetes; elsewhere give --worker-id
          --min-worker-id=1        | --min-worker-id of katsubushi cannot be had here: set workerIds.first of the IdGenerator; it was for -redis
          -worker-id 3 -grpc-port 81 | -grpc-port of katsubushi cannot be had here: gRPC is not spoken: use memcached's protocols or HTTP, on any ID port
          WORKER_ID=3 ENABLE_STATS=true | ENABLE_STATS of katsubushi cannot be had here: use the command stats, or /metrics of --admin-listen
          -worker-id 3 -enable-pprof | -enable-pprof of katsubushi cannot be had here: it is Go's profiler; --admin-listen has metrics
          -worker-id 3 --worker-id 3 | -worker-id and --worker-id set the same: give one of both
          -worker-id 3 -port 1 --listen a:1 | -port and --listen set the same: give one of both
          -worker-id 3 -port 1 -port 2 | -port is given twice
          -worker-id 3 -port x     | -port must be a port: x
          -port                    | -port needs a value
          KEZURI_WORKER_ID=3 WORKER_ID=4 | KEZURI_WORKER_ID is 3 and WORKER_ID is 4: unset one, or give --worker-id
          """)
  void shouldSayWhatToDoInstead(String line, String message) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void shouldTakeOneDashForHelpAndVersion() throws UsageException {
    assertThat(parse("-h").hasFlag(Flag.HELP)).isTrue();
    assertThat(parse("-help").hasFlag(Flag.HELP)).isTrue();
    assertThat(parse("-version").hasFlag(Flag.VERSION)).isTrue();
  }

  @Test
  void shouldNameAWrongValueAsItWasGiven() {
    assertThatThrownBy(() -> SidecarOptions.of(parse("WORKER_ID=3 IDLE_TIMEOUT=soon")))
        .hasMessage("IDLE_TIMEOUT must be a time such as 90s, 10m or 1h: soon");
  }
}
