#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sidecar beside memcached and katsubushi, in one table: bench/run.sh --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")
work=$here/target/run
fail() {
  echo "bench/run.sh: $*" >&2
  exit 69
}
for need in python3 taskset; do
  command -v $need >/dev/null || fail "$need is missing: install it"
done
compiler=$(command -v cc || command -v gcc) || fail 'a C compiler is missing: install gcc'
case " $* " in *' --help '* | *' -h '*)
  exec python3 "$here/bench.py" --memcached= --katsubushi= --load= --first-id= --help ;;
esac
mkdir -p "$work"
"$compiler" -O2 -Wall -Wextra -Werror -o "$work/load" "$here/load/load.c" "$here/load/wire.c"
"$compiler" -O2 -Wall -Wextra -Werror -o "$work/first_id" "$here/load/first_id.c"
tools=$("$top/config/tools.sh" memcached katsubushi)
tool() { echo "$tools" | sed -n "s,^$1=,,p"; }
case " $* " in
*' --dist'*) ;;
*)
  "$top/kezuri" build >&2
  set -- --dist "$top/dist/kezuri-sidecar" "$@"
  ;;
esac
export PYTHONDONTWRITEBYTECODE=1
KEZURI_BENCH_WORK=$work
export KEZURI_BENCH_WORK
exec python3 "$here/bench.py" --memcached "$(tool memcached)" --katsubushi "$(tool katsubushi)" \
  --load "$work/load" --first-id "$work/first_id" "$@"
