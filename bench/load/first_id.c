/* SPDX-License-Identifier: Apache-2.0 */
/*
 * first_id PORT COMMAND...: starts the command, asks for one value until it comes, and prints the
 * ms since just before exec. The command is ended by TERM and waited for.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const double PATIENCE_MS = 10000;

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* One try on a connection of its own; a refusal is no value. `any` takes a miss, too. */
static int answers(int port, int any) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  struct timeval patience = {.tv_sec = 1};
  char answer[256];
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ssize_t count = -1;
  if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 && send(fd, "get id\r\n", 8, MSG_NOSIGNAL) == 8)
    count = recv(fd, answer, sizeof answer, 0);
  close(fd);
  return count >= 5 && (memcmp(answer, "VALUE", 5) == 0 || (any && memcmp(answer, "END\r\n", 5) == 0));
}

int main(int count, char **text) {
  int any = count > 1 && strcmp(text[1], "--or-miss") == 0;
  if (count < 3 + any) {
    fputs("usage: first_id [--or-miss] PORT COMMAND...\n", stderr);
    return 2;
  }
  int port = atoi(text[1 + any]);
  double start = now_ms();
  pid_t child = fork();
  if (child == 0) {
    if (!freopen("/dev/null", "w", stdout)) _exit(127);
    execvp(text[2 + any], text + 2 + any);
    _exit(127);
  }
  double took = 0;
  int ready = 0;
  while (!ready && took < PATIENCE_MS && waitpid(child, NULL, WNOHANG) == 0) {
    ready = answers(port, any);
    took = now_ms() - start;
    if (!ready) usleep(300);
  }
  kill(child, SIGTERM);
  waitpid(child, NULL, 0);
  if (!ready) {
    fputs("first_id: no value came\n", stderr);
    return 1;
  }
  printf("%.1f\n", took);
  return 0;
}
