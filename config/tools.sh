#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What the end-to-end scripts need from outside; see --help.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
top=$(dirname "$here")
tools=${KEZURI_CACHE:-$HOME/.cache/kezuri}/tools

usage() {
  cat <<EOF
Usage: config/tools.sh NAME...

Finds or installs what the end-to-end scripts need from outside, and prints NAME=PATH for each.
Every PATH stays the same while \$KEZURI_CACHE does; programs are also linked in
$tools/bin.

  memcached, memccapable    the server; libmemcached's conformance test
  katsubushi, katsubushi-dump
                            built with Go, at the version in config/tools/katsubushi/go.mod
  redis                     redis-server, where katsubushi's processes agree on their numbers
  curl, nc                  nc is OpenBSD's, which knows Unix sockets
  promtool                  checks and tests Prometheus' rules
  spin                      the model checker, and gcc, which compiles what it writes
  go                        Go 1.24 or newer: found, not installed
  libmemcached              C headers and library; PATH is the header
  perl, ruby, php           with Cache::Memcached, Dalli, Memcached
  python                    with what examples/python/requirements.txt names
  javascript                node; PATH/node_modules has what examples/javascript names
  java                      PATH is a folder of jars, those that examples/java/pom.xml names
  node                      containerd, runc, CNI plugins and what else local/node/up.sh calls;
                            PATH is the folder of CNI plugins. Linux only
  all                       all of them but node

Debian packages are installed by apt-get, which needs root; elsewhere have the programs installed
before. All else goes to \$KEZURI_CACHE (~/.cache/kezuri), and a second call takes what is there.
EOF
}

fail() {
  echo "config/tools.sh: $*" >&2
  exit 69
}

# quietly WHAT COMMAND...: shows what the command printed only if it failed.
quietly() {
  what=$1
  shift
  echo "config/tools.sh: $what" >&2
  "$@" >"$tools/log" 2>&1 </dev/null || {
    tail -n 20 "$tools/log" >&2
    fail "failed: $what (the command: $*)"
  }
}

# debian WHAT PACKAGE...
debian() {
  what=$1
  shift
  command -v apt-get >/dev/null || fail "$what is missing, and this is no Debian: install it"
  [ "$(id -u)" = 0 ] || fail "$what is missing; run: sudo apt-get install --no-install-recommends $*"
  # A package's server is not to be started; where a policy is set already, it is left alone.
  policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then
    policy=
  else
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  install_debian "$@" || {
    quietly 'reading the list of Debian packages' apt-get update
    quietly "installing $*" install_debian "$@"
  }
  [ -z "$policy" ] || rm -f "$policy"
  trap - EXIT
}

install_debian() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >"$tools/log" 2>&1 </dev/null
}

# program NAME PACKAGE
program() {
  command -v "$1" >/dev/null || debian "$1" "$2"
  link "$1" "$(command -v "$1")" || fail "$1 is not on PATH"
}

# library INTERPRETER CODE PACKAGE...: CODE ends well if the interpreter has the library.
library() {
  name=$1
  code=$2
  shift 2
  case $name in php) run=-r ;; *) run=-e ;; esac
  has() { command -v "$name" >/dev/null && "$name" "$run" "$code" >/dev/null 2>&1; }
  has || debian "$name with its memcached client" "$@"
  has || fail "$name still cannot run: $code"
  link "$name" "$(command -v "$name")"
}

# link NAME PATH: prints the answer too. The folder itself may be on PATH.
link() {
  case $2 in
  "$tools/bin/"*) ;;
  *) ln -sfn "$2" "$tools/bin/$1" ;;
  esac
  echo "$1=$tools/bin/$1"
}

# A folder for what is made of these files by these versions: another input, another folder.
made_of() { cat "$@" | cksum | tr -d ' '; }

find_go() {
  for go in "$(command -v go || true)" /usr/local/go/bin/go /usr/lib/go/bin/go /opt/homebrew/bin/go "$HOME/go/bin/go"; do
    [ -x "$go" ] || continue
    minor=$("$go" env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
    [ "${minor:-0}" -ge 24 ] && return 0
  done
  fail 'Go 1.24 or newer is missing: install it, and have it on PATH or in /usr/local/go'
}

katsubushi() {
  made=$tools/katsubushi-$(made_of "$here/tools/katsubushi/go.mod")
  if [ ! -e "$made/done" ]; then
    find_go
    quietly 'building katsubushi (a minute or two)' env GOBIN="$made" GOFLAGS= \
      "$go" -C "$here/tools/katsubushi" install tool
    touch "$made/done"
  fi
  link "$1" "$made/$1"
}

python() {
  python3=$(command -v python3) || debian python3 python3 python3-venv
  python3=$(command -v python3)
  wanted=$top/examples/python/requirements.txt
  made=$tools/python-$(
    "$python3" -c 'import sys; print(sys.version, sys.executable)' | cat - "$wanted" | cksum | tr -d ' '
  )
  if [ ! -e "$made/done" ]; then
    "$python3" -c 'import venv, ensurepip' 2>/dev/null || debian python3-venv python3-venv
    rm -rf "$made"
    quietly 'making a Python environment' "$python3" -m venv "$made"
    quietly 'installing the Python clients' "$made/bin/python" -m pip install -q --prefer-binary -r "$wanted"
    touch "$made/done"
  fi
  echo "python=$made/bin/python"
}

javascript() {
  command -v node >/dev/null || debian node nodejs
  wanted=$top/examples/javascript/package.json
  made=$tools/javascript-$(made_of "$wanted")
  if [ ! -e "$made/done" ]; then
    command -v npm >/dev/null || debian npm npm
    rm -rf "$made"
    mkdir "$made"
    cp "$wanted" "$made/"
    quietly 'installing the JavaScript clients' \
      npm install --prefix "$made" --no-audit --no-fund --no-package-lock --ignore-scripts
    touch "$made/done"
  fi
  link node "$(command -v node)" >/dev/null
  echo "javascript=$made"
}

java() {
  wanted=$top/examples/java/pom.xml
  made=$tools/java-$(made_of "$wanted")
  if [ ! -e "$made/done" ]; then
    rm -rf "$made"
    quietly 'resolving the Java clients' "$top/mvnw" -q -f "$wanted" \
      dependency:copy-dependencies -DoutputDirectory="$made"
    touch "$made/done"
  fi
  echo "java=$made"
}

libmemcached() {
  header=/usr/include/libmemcached/memcached.h
  if ! printf '#include <libmemcached/memcached.h>\n' | cc -E - >/dev/null 2>&1; then
    debian 'a C compiler with libmemcached' libmemcached-dev gcc libc6-dev
  fi
  echo "libmemcached=$header"
}

node() {
  [ "$(uname)" = Linux ] || fail 'a node needs Linux'
  lacking=
  for program in containerd:containerd ctr:containerd runc:runc iptables:iptables socat:socat \
    busybox:busybox-static openssl:openssl ip:iproute2 nsenter:util-linux flock:util-linux; do
    command -v "${program%:*}" >/dev/null || lacking="$lacking ${program#*:}"
  done
  # One that needs a libc cannot run in an image that has none.
  case $lacking in *busybox*) ;; *) ! ldd "$(command -v busybox)" >/dev/null 2>&1 || lacking="$lacking busybox-static" ;; esac
  cni() { for made in /usr/lib/cni /opt/cni/bin /usr/libexec/cni; do [ ! -x "$made/bridge" ] || return 0; done; return 1; }
  cni || lacking="$lacking containernetworking-plugins"
  # shellcheck disable=SC2086
  [ -z "$lacking" ] || debian "what a node needs" $lacking
  cni || fail 'no CNI plugins in /usr/lib/cni, /opt/cni/bin or /usr/libexec/cni'
  echo "node=$made"
}

redis() {
  command -v redis-server >/dev/null || debian redis redis-server
  link redis "$(command -v redis-server)" || fail 'redis-server is not on PATH'
}

spin() {
  command -v gcc >/dev/null || debian gcc gcc libc6-dev
  program spin spin
}

provide() {
  case $1 in
  memcached) program memcached memcached ;;
  memccapable) program memccapable libmemcached-tools ;;
  curl) program curl curl ;;
  promtool) program promtool prometheus ;;
  spin) spin ;;
  nc) program nc netcat-openbsd ;;
  katsubushi | katsubushi-dump) katsubushi "$1" ;;
  go) find_go && link go "$go" ;;
  perl) library perl 'use Cache::Memcached' perl libcache-memcached-perl ;;
  ruby) library ruby 'require "dalli"' ruby ruby-dalli ;;
  php) library php 'exit(class_exists("Memcached") ? 0 : 1);' php-cli php-memcached ;;
  redis | python | javascript | java | libmemcached | node) "$1" ;;
  *) fail "no such name: $1; see --help" ;;
  esac
}

case ${1:---help} in
--help | -h) usage; exit 0 ;;
all) set -- memcached memccapable curl nc promtool spin go katsubushi katsubushi-dump redis libmemcached perl ruby php python javascript java ;;
esac
mkdir -p "$tools/bin"
# One at a time, also for apt-get. Where there is no flock, callers see to that.
if command -v flock >/dev/null; then
  exec 9>"$tools/lock"
  flock 9
fi
for name in "$@"; do
  provide "$name"
done
