#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What tools make of the operator's status and metrics; see --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")
cache=${KEZURI_CACHE:-$HOME/.cache/kezuri}

usage() {
  cat <<EOF
Usage: e2e/conditions.sh

Has kstatus (of sigs.k8s.io/cli-utils) and Argo CD's Lua read the IdGenerators of
deploy/argocd/testdata, which a test of the operator holds to what it writes, and compares the
answers with deploy/argocd/health_test.yaml. Has promtool check and test deploy/alerts. Looks whether
each alert has its entry in docs/runbook.md, its test, and metrics that docs/metrics.md knows.

Go and promtool come from config/tools.sh; the program of conditions/ is built once, into
\$KEZURI_CACHE (~/.cache/kezuri).
EOF
}

fail() {
  echo "e2e/conditions.sh: $*" >&2
  exit 1
}

case ${1-} in
'') ;;
--help | -h) usage; exit 0 ;;
*) echo "e2e/conditions.sh: no such argument: $1 (--help says more)" >&2; exit 2 ;;
esac

"$top/config/tools.sh" go promtool >/dev/null
made=$cache/tools/conditions-$(cat "$here"/conditions/go.mod "$here"/conditions/*.go | cksum | tr -d ' ')
if [ ! -x "$made/conditions" ]; then
  mkdir -p "$made"
  "$cache/tools/bin/go" -C "$here/conditions" vet .
  "$cache/tools/bin/go" -C "$here/conditions" build -trimpath -o "$made/conditions" . || fail 'the program of conditions/ does not build'
fi

"$made/conditions" health "$top/deploy/argocd"
"$cache/tools/bin/promtool" check rules "$top/deploy/alerts/rules.yaml"
"$cache/tools/bin/promtool" test rules "$top/deploy/alerts/rules_test.yaml"
"$made/conditions" alerts "$top"
