#!/bin/sh
# cli/dist.sh OUTDIR: puts kubectl-kezuri, with its own trimmed runtime, into OUTDIR.
# After ./mvnw -pl cli -am package. Needs a JDK 25, no network and no container.
set -eu

[ $# -eq 1 ] || { echo "usage: cli/dist.sh OUTDIR" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd -P)
. "$here/../config/jdk.sh"
. "$here/../config/dist.sh"

jar=$(ls "$here"/target/kezuri-cli-*.jar 2>/dev/null | grep -v -- '-tests.jar$' | head -1)
[ -n "$jar" ] && [ -d "$here/target/lib" ] ||
  { echo "cli/dist.sh: no jars in cli/target: run ./mvnw -pl cli -am package first" >&2; exit 1; }

name=kubectl-kezuri
flags='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders'
mkdir -p "$here/target"
work=$(mktemp -d "$here/target/dist.XXXXXX")
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

dist_runtime "$work/new" java.base,java.net.http,java.logging,jdk.unsupported
dist_jars "$work/new" "$jar" "$here"/target/lib/*.jar
dist_launcher "$work/new" $name dev.kezuri.cli.KezuriCli "$flags -Dkezuri.command=\"\$command\"" \
'# The name that works when typed: as a plugin, where kubectl finds it.
command=kubectl-kezuri
if command -v kubectl >/dev/null && command -v kubectl-kezuri >/dev/null; then
  command="kubectl kezuri"
fi'

# The training run asks a static web server, which ends with this script.
: > "$work/www.log"
"$JAVA_HOME/bin/jwebserver" -b 127.0.0.1 -p 0 -d "$here/src/dist/www" > "$work/www.log" 2>&1 &
server=$!
url=
tries=0
while [ -z "$url" ] && [ $tries -lt 100 ]; do
  url=$(sed -n 's,^URL \(http://[^/]*\)/.*,\1,p' "$work/www.log")
  [ -n "$url" ] || { sleep 0.1; tries=$((tries + 1)); }
done
[ -n "$url" ] || { cat "$work/www.log" >&2; echo "cli/dist.sh: the web server did not start" >&2; exit 1; }
sed "s,@URL@,$url,;s,@TLS@,https${url#http}," "$here/src/dist/kubeconfig.yaml" > "$work/kubeconfig.yaml"
dist_train "$work/new" $name dev.kezuri.cli.TrainingRun "$flags" "$work/kubeconfig.yaml" ||
  { cat "$work/new.train" >&2; echo "cli/dist.sh: the training run failed" >&2; exit 1; }

dist_put "$work/new" "$1"
"$1/bin/$name" --version >/dev/null
