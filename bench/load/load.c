/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Load for a memcached-like server, from one thread. Open loop (--rate): unit i is due at a fixed
 * time, is sent then whether or not earlier ones are answered, and its time to answer counts from
 * when it was due. Closed loop: each connection has --depth units under way. Prints one JSON line.
 *
 * Answers to equal requests have equal lengths, so bytes are counted; each boundary is checked,
 * and every --sample-th answer of a connection is parsed whole.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

#define MOST_CONNECTIONS 1024
#define READ_ROOM (256 * 1024)
#define SEND_ROOM (256 * 1024)
#define MOST_MICROS 1000000

struct connection {
  int fd;
  uint64_t done;     /* units answered */
  size_t owed;       /* bytes due and not sent */
  size_t offset;     /* where in the repeated request the next byte is */
  size_t got;        /* bytes of the present answer */
  char *sample;      /* the present answer, if it is one to be parsed */
};

static struct unit unit = {.keys = 1, .burst = 1};
static int port, connections = 1, depth = 1, sample_every = 64;
static double rate, warm = 0.5, seconds = 2;
static clockid_t server_clock;
static struct connection all[MOST_CONNECTIONS];
static char *repeated, *input;
static size_t repeated_length;
static uint32_t micros[MOST_MICROS + 1];
static int64_t start_ns, count_from_ns, end_ns;
static uint64_t due_units, counted;
static int poller;

static int64_t ns(clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t)) fail("the server is gone");
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t now_ns(void) { return ns(CLOCK_MONOTONIC); }

static void open_connection(struct connection *c, int index) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  int on = 1;
  struct timeval patience = {.tv_sec = 5}; /* for the first answer; later ones are not waited for */
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to)) fail("connect: %m");
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
  if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event)) fail("epoll: %m");
}

/* One unit on one connection, parsed whole: says how long answers are. */
static void learn(void) {
  size_t length = 0;
  if (send(all[0].fd, unit.request, unit.request_length, 0) != (ssize_t)unit.request_length)
    fail("send: %m");
  while (!unit.answer_length) {
    ssize_t count = recv(all[0].fd, input + length, READ_ROOM - length - 1, 0);
    if (count <= 0) fail("no answer, or one of more than %d bytes", READ_ROOM);
    length += (size_t)count;
    input[length] = 0;
    unit.answer_length = whole_answer(&unit, input, length);
  }
  check_answer(&unit, input, unit.answer_length);
  if (length != unit.answer_length) fail("more came than one answer");
}

static void repeat_request(void) {
  size_t times = SEND_ROOM / unit.request_length + 1;
  repeated_length = times * unit.request_length;
  repeated = malloc(repeated_length);
  if (!repeated) fail("out of memory");
  for (size_t i = 0; i < times; i++)
    memcpy(repeated + i * unit.request_length, unit.request, unit.request_length);
}

static void flush_out(struct connection *c) {
  while (c->owed) {
    size_t count = repeated_length - c->offset;
    if (count > c->owed) count = c->owed;
    ssize_t sent = send(c->fd, repeated + c->offset, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EAGAIN) return;
    if (sent < 0) fail("send: %m");
    c->owed -= (size_t)sent;
    c->offset = (c->offset + (size_t)sent) % unit.request_length;
  }
}

static void answered(struct connection *c, int index, int64_t now) {
  int64_t due = start_ns;
  if (rate > 0) due += (int64_t)(((double)c->done * connections + index) * 1e9 / rate);
  c->done++;
  if (now < count_from_ns || now >= end_ns) return;
  counted++;
  if (rate > 0) {
    int64_t took = (now - due) / 1000;
    micros[took < 0 ? 0 : took > MOST_MICROS ? MOST_MICROS : took]++;
  }
}

/* Units that were due and are not answered at the end count with the time they have waited. */
static void count_unanswered(int64_t now) {
  for (int i = 0; rate > 0 && i < connections; i++) {
    while (all[i].done * (uint64_t)connections + (uint64_t)i < due_units) {
      uint64_t before = counted;
      answered(&all[i], i, now);
      counted = before;
    }
  }
}

static void take(struct connection *c, int index, const char *bytes, size_t count, int64_t now) {
  while (count) {
    size_t missing = unit.answer_length - c->got;
    size_t part = count < missing ? count : missing;
    if (c->done % (uint64_t)sample_every == 0) memcpy(c->sample + c->got, bytes, part);
    c->got += part;
    if (part == missing) {
      if (part >= 24) check_end(&unit, bytes + part);
      if (c->done % (uint64_t)sample_every == 0) check_answer(&unit, c->sample, c->got);
      c->got = 0;
      answered(c, index, now);
      if (rate <= 0) c->owed += unit.request_length;
    }
    bytes += part;
    count -= part;
  }
}

static void read_all(int timeout_ms) {
  struct epoll_event events[64];
  int ready = epoll_wait(poller, events, 64, timeout_ms);
  for (int i = 0; i < ready; i++) {
    int index = (int)events[i].data.u32;
    struct connection *c = &all[index];
    ssize_t count = recv(c->fd, input, READ_ROOM, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) continue;
    if (count <= 0) fail("the server closed a connection");
    take(c, index, input, (size_t)count, now_ns());
    if (now_ns() < end_ns) flush_out(c);
  }
}

/* Sends what is due; a connection that could not send all tries again with its next unit. */
static void send_due(int64_t now) {
  double interval = 1e9 / rate;
  while (now < end_ns && start_ns + (int64_t)((double)due_units * interval) <= now) {
    struct connection *c = &all[due_units++ % (uint64_t)connections];
    c->owed += unit.request_length;
    flush_out(c);
  }
}

static void run(int64_t until) {
  for (int64_t now = now_ns(); now < until; now = now_ns()) {
    if (rate > 0) send_due(now);
    read_all(rate > 0 ? 0 : 20);
  }
}

static double percentile(double share) {
  uint64_t total = 0, seen = 0;
  for (int i = 0; i <= MOST_MICROS; i++) total += micros[i];
  for (int i = 0; i <= MOST_MICROS; i++) {
    seen += micros[i];
    if (total && (double)seen >= share * (double)total) return i;
  }
  return -1;
}

static void options(int count, char **text) {
  static const struct option known[] = {
      {"port", 1, 0, 'p'},   {"connections", 1, 0, 'c'}, {"keys", 1, 0, 'k'},
      {"burst", 1, 0, 'b'},  {"depth", 1, 0, 'd'},       {"rate", 1, 0, 'r'},
      {"warm", 1, 0, 'w'},   {"seconds", 1, 0, 's'},     {"pid", 1, 0, 'i'},
      {"binary", 0, 0, 'B'}, {"unique", 0, 0, 'u'},      {"sample", 1, 0, 'e'},
      {0, 0, 0, 0}};
  int pid = 0;
  for (int option; (option = getopt_long(count, text, "", known, NULL)) != -1;) {
    switch (option) {
      case 'p': port = atoi(optarg); break;
      case 'c': connections = atoi(optarg); break;
      case 'k': unit.keys = atoi(optarg); break;
      case 'b': unit.burst = atoi(optarg); break;
      case 'd': depth = atoi(optarg); break;
      case 'r': rate = atof(optarg); break; /* units a second */
      case 'w': warm = atof(optarg); break;
      case 's': seconds = atof(optarg); break;
      case 'i': pid = atoi(optarg); break;
      case 'B': unit.binary = 1; break;
      case 'u': unit.unique = 1; break;
      case 'e': sample_every = atoi(optarg); break;
      default: exit(2);
    }
  }
  if (port < 1 || pid < 1 || connections < 1 || connections > MOST_CONNECTIONS || unit.keys < 1 ||
      unit.burst < 1 || depth < 1 || sample_every < 1 || seconds <= 0)
    fail("needs --port and --pid; numbers are above 0; at most %d connections", MOST_CONNECTIONS);
  if (clock_getcpuclockid(pid, &server_clock)) fail("no process %d", pid);
}

int main(int count, char **text) {
  options(count, text);
  poller = epoll_create1(0);
  input = malloc(READ_ROOM + 1);
  make_request(&unit);
  repeat_request();
  for (int i = 0; i < connections; i++) open_connection(&all[i], i);
  learn();
  for (int i = 0; i < connections; i++) all[i].sample = calloc(1, unit.answer_length + 1);
  start_ns = now_ns();
  count_from_ns = start_ns + (int64_t)(warm * 1e9);
  end_ns = count_from_ns + (int64_t)(seconds * 1e9);
  for (int i = 0; rate <= 0 && i < connections; i++) {
    all[i].owed = (size_t)depth * unit.request_length;
    flush_out(&all[i]);
  }
  run(count_from_ns);
  int64_t server = ns(server_clock), client = ns(CLOCK_PROCESS_CPUTIME_ID), from = now_ns();
  run(end_ns);
  int64_t took = now_ns() - from;
  server = ns(server_clock) - server;
  client = ns(CLOCK_PROCESS_CPUTIME_ID) - client;
  count_unanswered(end_ns - 1);
  double ids = (double)counted * unit.burst * unit.keys;
  printf("{\"ids\": %.0f, \"commands\": %.0f, \"seconds\": %.4f, \"server_cpu_ns\": %lld, "
         "\"client_cpu_ns\": %lld, \"p50_us\": %.0f, \"p99_us\": %.0f, \"p999_us\": %.0f, "
         "\"checked\": %zu}\n",
         ids, (double)counted * unit.burst, (double)took / 1e9, (long long)server,
         (long long)client, percentile(0.5), percentile(0.99), percentile(0.999), check_unique());
  return 0;
}
