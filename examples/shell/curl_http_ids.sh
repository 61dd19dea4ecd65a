#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# IDs over HTTP with curl: curl_http_ids.sh HOST:PORT. A line of standard input is a request, a line
# of standard output its answer: a number asks for so many IDs; `version`, `stats`.
set -eu

# --fail-with-body: 503 and the reason when no ID may be issued; without it curl ends with 0.
# --retry would draw more IDs, which is harmless: an ID that nobody keeps is lost, not used twice.
# JSON (-H 'Accept: application/json') brings IDs as strings, since jq and JavaScript round numbers.
# From a shell loop ask for many at once: each curl is a process and a connection.
ask() {
  curl -sS --fail-with-body --max-time 10 "http://$address$1" 2>&1
}

address=$1
while read -r request; do
  case $request in
    1) path=/id ;;
    version | stats) path=/stats ;;
    *) path=/ids?n=$request ;;
  esac
  if answer=$(ask "$path"); then
    [ "$request" != stats ] || answer=$(printf '%s' "$answer" | tr -d '{}" \n' | tr ',:' '\t=')
    [ "$request" != version ] || answer=$(printf '%s' "$answer" | sed -n 's/.*"version" *: *"\([^"]*\)".*/\1/p')
  else
    answer="error: $answer"
  fi
  printf '%s\n' "$answer" | tr '\n' ' ' | sed 's/ $//'
  echo
done
