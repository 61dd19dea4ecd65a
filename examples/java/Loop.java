// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Answers requests, one a line of standard input: a number asks for so many IDs, {@code shared N}
 * for so many drawn by threads that share the client, {@code version} and {@code stats} for what
 * the server says of itself.
 */
final class Loop {
  /** What an example shows. */
  interface Ids {
    long nextId() throws Exception;

    List<Long> nextIds(int count) throws Exception;

    String version() throws Exception;

    java.util.Map<String, String> stats() throws Exception;
  }

  private Loop() {}

  static void serve(Ids ids) throws IOException {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String request = input.readLine(); request != null; request = input.readLine()) {
      try {
        System.out.println(answer(ids, request));
      } catch (Exception e) {
        System.out.println("error: " + withCauses(e));
      }
    }
  }

  private static String answer(Ids ids, String request) throws Exception {
    if (request.startsWith("shared ")) {
      return words(shared(ids, Integer.parseInt(request.substring(7))));
    }
    return switch (request) {
      case "version" -> ids.version();
      case "stats" ->
          ids.stats().entrySet().stream()
              .map(stat -> stat.getKey() + "=" + stat.getValue())
              .collect(Collectors.joining("\t"));
      case "1" -> Long.toString(ids.nextId());
      default -> words(ids.nextIds(Integer.parseInt(request)));
    };
  }

  private static List<Long> shared(Ids ids, int count) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Long>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        calls.add(threads.submit(ids::nextId));
      }
      List<Long> drawn = new ArrayList<>();
      for (Future<Long> call : calls) {
        drawn.add(call.get());
      }
      return drawn;
    }
  }

  private static String words(List<Long> ids) {
    return ids.stream().map(Object::toString).collect(Collectors.joining(" "));
  }

  private static String withCauses(Throwable error) {
    StringBuilder text = new StringBuilder(error.toString());
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      text.append(": ").append(cause);
    }
    return text.toString().replaceAll("[\\r\\n]+", " ");
  }
}
