/* SPDX-License-Identifier: Apache-2.0 */
#include "wire.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY_LENGTH 5
#define HEADER 24
#define FLAGS 4
#define MOST_IDS (4 * 1024 * 1024)

static const unsigned char GETKQ = 0x0d, NOOP = 0x0a, REQUEST = 0x80, RESPONSE = 0x81;
static uint64_t *ids;
static size_t id_count;

void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("load: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

static void key(char *to, int index) {
  char text[KEY_LENGTH + 1];
  snprintf(text, sizeof text, "key%02d", index % 100);
  memcpy(to, text, KEY_LENGTH);
}

void make_request(struct unit *unit) {
  size_t room = (size_t)unit->burst * (8 + (size_t)unit->keys * (HEADER + KEY_LENGTH) + HEADER);
  char *at = unit->request = calloc(1, room);
  if (!at) fail("out of memory");
  for (int b = 0; b < unit->burst; b++) {
    if (!unit->binary) at = memcpy(at, "get", 3), at += 3;
    for (int k = 0; k < unit->keys; k++) {
      if (unit->binary) {
        at[0] = (char)REQUEST, at[1] = (char)GETKQ, at[3] = KEY_LENGTH, at[11] = KEY_LENGTH;
        at += HEADER;
      } else {
        *at++ = ' ';
      }
      key(at, k);
      at += KEY_LENGTH;
    }
    if (unit->binary) {
      at[0] = (char)REQUEST, at[1] = (char)NOOP;
      at += HEADER;
    } else {
      *at++ = '\r', *at++ = '\n';
    }
  }
  unit->request_length = (size_t)(at - unit->request);
}

static uint32_t big_endian(const char *bytes) {
  const unsigned char *b = (const unsigned char *)bytes;
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

size_t whole_answer(const struct unit *unit, const char *bytes, size_t length) {
  int ends = 0;
  if (unit->binary) {
    for (size_t at = 0; at + HEADER <= length;) {
      size_t next = at + HEADER + big_endian(bytes + at + 8);
      if ((unsigned char)bytes[at + 1] == NOOP && ++ends == unit->burst) return next;
      at = next;
    }
    return 0;
  }
  for (size_t at = 0; at + 5 <= length; at++) {
    if (memcmp(bytes + at, "END\r\n", 5) == 0 && ++ends == unit->burst) return at + 5;
    if (memcmp(bytes + at, "ERROR", 5) == 0) fail("refused: %.*s", (int)length, bytes);
  }
  return 0;
}

static void value(const struct unit *unit, const char *digits, size_t count) {
  uint64_t id = 0;
  if (count < 18 || count > 19) fail("a value of %zu bytes", count);
  for (size_t i = 0; i < count; i++) {
    if (digits[i] < '0' || digits[i] > '9') fail("no number: %.*s", (int)count, digits);
    id = id * 10 + (uint64_t)(digits[i] - '0');
  }
  if (!unit->unique || id_count == MOST_IDS) return;
  if (!ids && !(ids = malloc(MOST_IDS * sizeof *ids))) fail("out of memory");
  ids[id_count++] = id;
}

static const char *text_value(const struct unit *unit, const char *at, int index) {
  char head[32];
  char expected[KEY_LENGTH];
  key(expected, index);
  int length = snprintf(head, sizeof head, "VALUE %.5s 0 ", expected);
  if (strncmp(at, head, (size_t)length) != 0) fail("not %s…: %.40s", head, at);
  char *line_end;
  size_t count = strtoul(at + length, &line_end, 10);
  if (memcmp(line_end, "\r\n", 2) != 0) fail("no end of line: %.40s", at);
  value(unit, line_end + 2, count);
  if (memcmp(line_end + 2 + count, "\r\n", 2) != 0) fail("value longer than said: %.80s", at);
  return line_end + 2 + count + 2;
}

static const char *binary_value(const struct unit *unit, const char *at, int index) {
  char expected[KEY_LENGTH];
  key(expected, index);
  uint32_t body = big_endian(at + 8);
  if ((unsigned char)at[0] != RESPONSE || (unsigned char)at[1] != GETKQ || at[6] || at[7])
    fail("no answer to GETKQ: magic %02x opcode %02x status %02x", (unsigned char)at[0],
         (unsigned char)at[1], (unsigned char)at[7]);
  if (at[3] != KEY_LENGTH || at[4] != FLAGS || memcmp(at + HEADER + FLAGS, expected, KEY_LENGTH))
    fail("an answer to another key than %.5s", expected);
  value(unit, at + HEADER + FLAGS + KEY_LENGTH, body - FLAGS - KEY_LENGTH);
  return at + HEADER + body;
}

/* `bytes` has a NUL behind `length`. */
void check_answer(const struct unit *unit, const char *bytes, size_t length) {
  const char *at = bytes;
  for (int b = 0; b < unit->burst; b++) {
    for (int k = 0; k < unit->keys; k++) {
      at = unit->binary ? binary_value(unit, at, k) : text_value(unit, at, k);
      if (at > bytes + length) fail("a value runs over its answer");
    }
    at += unit->binary ? HEADER : 5;
    check_end(unit, at);
  }
  if (at != bytes + length) fail("an answer of %zu bytes is one of %td", length, at - bytes);
}

void check_end(const struct unit *unit, const char *end) {
  if (unit->binary ? (unsigned char)end[-HEADER] != RESPONSE ||
                         (unsigned char)end[-HEADER + 1] != NOOP || end[-HEADER + 7] != 0
                   : memcmp(end - 5, "END\r\n", 5) != 0)
    fail("no end where an answer should end");
}

static int ascending(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

size_t check_unique(void) {
  if (id_count) qsort(ids, id_count, sizeof *ids, ascending);
  for (size_t i = 1; i < id_count; i++) {
    if (ids[i] == ids[i - 1]) fail("ID %llu came twice", (unsigned long long)ids[i]);
  }
  return id_count;
}
