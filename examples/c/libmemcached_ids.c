// SPDX-License-Identifier: Apache-2.0
// IDs with libmemcached: cc libmemcached_ids.c -lmemcached; ./a.out HOST:PORT [binary].
// A line of standard input is a request, a line of standard output its answer: a number asks for
// so many IDs; `version`, `stats`.
#include <inttypes.h>
#include <libmemcached/memcached.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1000 };

static memcached_st *connect_to(const char *address, int binary) {
  char host[256];
  unsigned port;
  if (sscanf(address, "%255[^:]:%u", host, &port) != 2) {
    return NULL;
  }
  memcached_st *client = memcached_create(NULL);
  // A memcached_st is one connection and not for several threads: memcached_pool is. List one
  // server: of several, the key's hash would choose.
  memcached_server_add(client, host, (in_port_t)port);
  memcached_behavior_set(client, MEMCACHED_BEHAVIOR_BINARY_PROTOCOL, binary);
  memcached_behavior_set(client, MEMCACHED_BEHAVIOR_TCP_NODELAY, 1);
  memcached_behavior_set(client, MEMCACHED_BEHAVIOR_CONNECT_TIMEOUT, 1000);
  memcached_behavior_set(client, MEMCACHED_BEHAVIOR_POLL_TIMEOUT, 5000);
  // After a failure the server is left alone for RETRY_TIMEOUT seconds, and every call ends with
  // MEMCACHED_SERVER_TEMPORARILY_DISABLED; after SERVER_FAILURE_LIMIT of them for longer.
  memcached_behavior_set(client, MEMCACHED_BEHAVIOR_RETRY_TIMEOUT, 1);
  memcached_behavior_set(client, MEMCACHED_BEHAVIOR_SERVER_FAILURE_LIMIT, 1000000);
  return client;
}

static void fail(memcached_st *client, memcached_return_t code) {
  const char *more = memcached_last_error_message(client);
  printf("error: %s: %s\n", memcached_strerror(client, code), more ? more : "");
}

static void next_id(memcached_st *client) {
  size_t length;
  uint32_t flags;
  memcached_return_t code;
  char *value = memcached_get(client, "id", 2, &length, &flags, &code);
  if (value == NULL) {
    // MEMCACHED_NOTFOUND is an error as well: Kezuri answers no miss.
    fail(client, code);
    return;
  }
  printf("%" PRId64 "\n", (int64_t)strtoll(value, NULL, 10));
  free(value);
}

// Each key brings one ID, in the keys' order.
static void next_ids(memcached_st *client, size_t count) {
  static char text[MOST][16];
  const char *keys[MOST] = {NULL};
  size_t lengths[MOST] = {0};
  for (size_t i = 0; i < count; i++) {
    lengths[i] = (size_t)snprintf(text[i], sizeof text[i], "id%zu", i);
    keys[i] = text[i];
  }
  int64_t ids[MOST];
  size_t came = 0;
  memcached_return_t code = memcached_mget(client, keys, lengths, count);
  memcached_return_t last = code;
  if (code == MEMCACHED_SUCCESS) {
    memcached_result_st result;
    memcached_result_create(client, &result);
    while (memcached_fetch_result(client, &result, &last) != NULL && came < count) {
      ids[came++] = strtoll(memcached_result_value(&result), NULL, 10);
    }
    memcached_result_free(&result);
  }
  if (came != count) {
    fail(client, last);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    printf(i ? " %" PRId64 : "%" PRId64, ids[i]);
  }
  printf("\n");
}

static void stats(memcached_st *client) {
  memcached_return_t code;
  memcached_stat_st *stats = memcached_stat(client, NULL, &code);
  if (code != MEMCACHED_SUCCESS) {
    fail(client, code);
  } else {
    printf("pid=%lu\tversion=%s\n", (unsigned long)stats->pid, stats->version);
  }
  memcached_stat_free(client, stats);
}

static void version(memcached_st *client) {
  memcached_return_t code = memcached_version(client);
  if (code != MEMCACHED_SUCCESS) {
    fail(client, code);
    return;
  }
  const memcached_instance_st *server = memcached_server_instance_by_position(client, 0);
  printf("%d.%d.%d\n", memcached_server_major_version(server), memcached_server_minor_version(server),
         memcached_server_micro_version(server));
}

int main(int argc, char **argv) {
  memcached_st *client = argc < 2 ? NULL : connect_to(argv[1], argc > 2 && !strcmp(argv[2], "binary"));
  if (client == NULL) {
    fprintf(stderr, "usage: libmemcached_ids HOST:PORT [binary]\n");
    return 2;
  }
  char request[32];
  while (fgets(request, sizeof request, stdin) != NULL) {
    unsigned long count = strtoul(request, NULL, 10);
    if (!strcmp(request, "version\n")) {
      version(client);
    } else if (!strcmp(request, "stats\n")) {
      stats(client);
    } else if (count == 1) {
      next_id(client);
    } else if (count > 1 && count <= MOST) {
      next_ids(client, count);
    } else {
      printf("error: no such request\n");
    }
    fflush(stdout);
  }
  memcached_free(client);
  return 0;
}
