# SPDX-License-Identifier: Apache-2.0
# To be sourced, with $top set: main classes among the tests of e2e.

# Compiles what has changed, and puts their class path into $class_path.
compile_e2e() {
  . "$top/config/jdk.sh"
  made=$top/e2e/target/class-path.txt
  stamp=$top/e2e/target/class-path.made
  if ! compiled; then
    echo "${0##*/}: compiling" >&2
    mkdir -p "$top/e2e/target"
    # A source that changes meanwhile is newer than it.
    : >"$stamp.new"
    (cd "$top" && ./mvnw -q -pl e2e -am test-compile dependency:build-classpath \
      -Dmdep.outputFile=target/class-path.txt -Dmdep.includeScope=test) >&2
    mv "$stamp.new" "$stamp"
  fi
  class_path=$top/e2e/target/test-classes:$(cat "$made")
}

# True if no source is newer than the class path.
compiled() {
  [ -f "$made" ] && [ -f "$stamp" ] || return 1
  for module in core crds operator sidecar cli local e2e; do
    [ -z "$(find "$top/pom.xml" "$top/$module/pom.xml" "$top/$module/src" -newer "$stamp" |
      head -n 1)" ] || return 1
  done
}

# Makes the application of pods on a real node, a static program with a client from Go's modules,
# outside the tree, and puts its path into $draw.
draw_program() {
  cache=${KEZURI_CACHE:-$HOME/.cache/kezuri}
  source=$top/e2e/node/draw
  draw=$cache/e2e/draw-$(cat "$source/go.mod" "$source/go.sum" "$source/main.go" | cksum | tr -d ' ')
  [ ! -x "$draw" ] || return 0
  go=$("$top/config/tools.sh" go)
  mkdir -p "$cache/e2e"
  CGO_ENABLED=0 GOFLAGS= "${go#go=}" -C "$source" build -trimpath -ldflags='-s -w' -o "$draw.$$" .
  mv "$draw.$$" "$draw"
}
