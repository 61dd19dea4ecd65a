# Sourced by the scripts of e2e: sets top and JAVA_HOME, and makes e2e/target/sidecar if it is not
# there or older than the sources. KEZURI_SIDECAR_DIST names another dist to use as it is.
top=$(cd "$(dirname "$0")/.." && pwd -P)
. "$top/config/jdk.sh"
export PYTHONDONTWRITEBYTECODE=1

need_python() {
  command -v python3 >/dev/null || { echo "$0: needs python3 (Debian: python3)" >&2; exit 69; }
}

need_dist() {
  dist=${KEZURI_SIDECAR_DIST:-$top/e2e/target/sidecar}
  [ -z "${KEZURI_SIDECAR_DIST:-}" ] || return 0
  tests=$(ls "$top"/sidecar/target/kezuri-sidecar-*-tests.jar 2>/dev/null | head -n 1)
  if [ -z "$tests" ] || [ -n "$(find "$top/core/src/main" "$top/sidecar/src" "$top/sidecar/pom.xml" -newer "$tests" 2>/dev/null | head -n 1)" ]; then
    echo "compiling" >&2
    (cd "$top" && ./mvnw -q -DskipTests -pl sidecar -am package)
  fi
  tests=$(ls "$top"/sidecar/target/kezuri-sidecar-*-tests.jar | head -n 1)
  if [ ! -x "$dist/bin/kezuri-sidecar" ] || [ -n "$(find "$tests" "$top/sidecar/dist.sh" -newer "$dist/bin/kezuri-sidecar" 2>/dev/null)" ]; then
    echo "packing e2e/target/sidecar" >&2
    mkdir -p "$dist"
    "$top/sidecar/dist.sh" "$dist"
  fi
}
