# Sourced by ./mvnw and ./kezuri: sets JAVA_HOME to a JDK 25 or newer, or ends with one line.
# Order: JAVA_HOME, java on PATH, then the places where package managers and IDEs put JDKs.

kezuri_jdk_major() { # prints the major version of the JDK in $1, or nothing
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

kezuri_find_jdk() {
  _best=
  for _home in "${JAVA_HOME:-}" \
    "$(_java=$(command -v java) && _java=$(readlink -f "$_java" 2>/dev/null) && dirname "$(dirname "$_java")")" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$_home" ] || continue
    _major=$(kezuri_jdk_major "$_home")
    [ -n "$_major" ] || continue
    [ "$_major" -eq 25 ] && { printf '%s\n' "$_home"; return 0; }
    [ "$_major" -gt 25 ] && [ -z "$_best" ] && _best=$_home
  done
  [ -n "$_best" ] && printf '%s\n' "$_best"
}

_found=$(kezuri_find_jdk) || _found=
if [ -z "$_found" ]; then
  echo "kezuri: no JDK 25 found (JAVA_HOME=${JAVA_HOME:-unset}): install one, e.g. Temurin 25, and set JAVA_HOME to it" >&2
  exit 69
fi
JAVA_HOME=$_found
export JAVA_HOME
