# Sourced by cli/dist.sh and sidecar/dist.sh: makes a folder that runs with no Java installed.
#   bin/NAME      launcher, finds its folder through links
#   lib/*.jar     the classpath
#   lib/NAME.aot  classes and profiles of a training run; the JVM goes on without it if it does not fit
#   runtime/      a Java runtime with the modules needed
# Needs JAVA_HOME (config/jdk.sh); no network, no container.

# dist_runtime FOLDER MODULES: the trimmed runtime.
dist_runtime() {
  "$JAVA_HOME/bin/jlink" --add-modules "$2" --strip-debug --no-header-files --no-man-pages --compress zip-6 \
    --output "$1/runtime"
  # Not needed to run a program.
  rm -rf "$1/runtime/lib/classlist" "$1/runtime/lib/jrt-fs.jar" "$1/runtime/lib/jexec"
}

# dist_jars FOLDER JAR...: the classpath, in this order; the modification times stay, the cache
# names them.
dist_jars() {
  _folder=$1
  shift
  mkdir -p "$_folder/lib"
  DIST_CLASSPATH=
  for _jar in "$@"; do
    cp -p "$_jar" "$_folder/lib/"
    DIST_CLASSPATH=$DIST_CLASSPATH${DIST_CLASSPATH:+:}\$home/lib/${_jar##*/}
  done
}

# dist_launcher FOLDER NAME MAIN FLAGS [LINES]: bin/NAME; LINES are shell text to be run before it.
# A launcher sees home (its folder); JAVA_TOOL_OPTIONS and the like are the JVM's.
dist_launcher() {
  mkdir -p "$1/bin"
  cat > "$1/bin/$2" <<LAUNCHER
#!/bin/sh
self=\$0
while [ -h "\$self" ]; do
  link=\$(readlink "\$self")
  case \$link in
    /*) self=\$link ;;
    *) self=\${self%/*}/\$link ;;
  esac
done
home=\$(cd "\${self%/*}/.." && pwd -P) || exit 1
${5:-}
exec "\$home/runtime/bin/java" -XX:AOTCache="\$home/lib/$2.aot" -Xlog:disable -Xlog:all=error,aot*=off,cds*=off,class+path=off:stderr \\
  $4 -cp "$DIST_CLASSPATH" $3 "\$@"
LAUNCHER
  chmod 755 "$1/bin/$2"
}

# dist_train FOLDER NAME MAIN FLAGS ARGS...: runs MAIN once and keeps what it used in lib/NAME.aot.
# The log goes to FOLDER.train; the result is the run's.
dist_train() {
  home=$1
  _cache=$1/lib/$2.aot
  _main=$3
  _flags=$4
  _log=$1.train
  shift 4
  eval "_classpath=\"$DIST_CLASSPATH\""
  # shellcheck disable=SC2086
  "$home/runtime/bin/java" -XX:AOTCacheOutput="$_cache" -Xlog:aot=error,cds=error $_flags \
    -cp "$_classpath" "$_main" "$@" > "$_log" 2>&1 && [ -s "$_cache" ] && rm -f "$_log"
}

# dist_put FOLDER OUTDIR: the new folder takes the old one's place.
dist_put() {
  rm -rf "$2"
  mkdir -p "$(dirname "$2")"
  mv "$1" "$2"
}
