#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# IDs with the text protocol and curl's telnet, where nothing else is installed:
# curl_telnet_ids.sh HOST:PORT. A line of standard input is a request, a line of standard output its
# answer: a number asks for so many IDs; `version`, `stats`.
set -eu

# The answer to a line that the server reads is over when the connection is: so `quit` goes last.
ask() {
  printf '%s\r\nquit\r\n' "$1" | curl -sS --max-time 10 "telnet://$address" 2>&1 | tr -d '\r'
}

# Each key brings one ID. Keys may be the same here.
get() {
  answer=$(ask "get$(printf ' id%.0s' $(seq "$1"))")
  ids=$(printf '%s\n' "$answer" | grep '^[0-9]*$' | tr '\n' ' ')
  # SERVER_ERROR and the reason, when no ID may be issued.
  case $answer in
    *END) printf '%s\n' "${ids% }" ;;
    *) printf 'error: %s\n' "$answer" | head -n 1 ;;
  esac
}

address=$1
while read -r request; do
  case $request in
    version) ask version | sed -e 's/^VERSION //' -e '/^VERSION/!s/^curl/error: curl/' ;;
    stats) ask stats | sed -n 's/^STAT \([^ ]*\) /\1=/p' | tr '\n' '\t'; echo ;;
    *) get "$request" ;;
  esac
done
