/* SPDX-License-Identifier: Apache-2.0 */
/* What is sent and what must come back: a unit is `burst` commands of `keys` keys each. */
#ifndef WIRE_H
#define WIRE_H

#include <stddef.h>
#include <stdint.h>

struct unit {
  int binary;       /* GETKQ for each key and a NOOP, instead of text */
  int keys;         /* keys a command */
  int burst;        /* commands a unit */
  int unique;       /* values are IDs: collected, to be looked at for doubles */
  char *request;
  size_t request_length;
  size_t answer_length; /* 0 until the first answer has come */
};

/* Ends the program with one line. */
void fail(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

void make_request(struct unit *unit);

/* Returns the length of the whole answer at the start of `bytes`, or 0 while more is to come. */
size_t whole_answer(const struct unit *unit, const char *bytes, size_t length);

/* Fails unless `bytes` is an answer with a value for each key, in order; collects IDs. */
void check_answer(const struct unit *unit, const char *bytes, size_t length);

/* Fails unless an answer may end at `end`: cheap enough for each answer. */
void check_end(const struct unit *unit, const char *end);

/* Fails if an ID was collected twice; returns how many were. */
size_t check_unique(void);

#endif
