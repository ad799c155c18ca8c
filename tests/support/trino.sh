#!/usr/bin/env bash
# A Trino server for tests, made of its Maven artifacts: tests/support/trino.sh [FOLDER]
# Prints the server's URL when it answers, and stops it at Ctrl-C, at the end of its input, and so when whoever started it is gone.
# The folder keeps what was unpacked (350 MB) for the next time. Needs mvn and a JDK 24 or newer, which may lie beside the default one.
set -euo pipefail
version=476 # The newest among the Maven artifacts.
folder=${1:-${XDG_CACHE_HOME:-$HOME/.cache}/martlet-test-trino}/$version

say() { echo "trino: $*" >&2; }

# The newest that is installed, with its version in front.
newest_java() {
  { compgen -G '/usr/lib/jvm/*/bin/java'; command -v java; compgen -G "${JAVA_HOME:-/nowhere}/bin/java"; } | while read -r each; do
    echo "$("$each" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p;T;q') $each"
  done | sort --numeric-sort | tail -1
}

# of ARTIFACT TYPE into the folder's "artifact".
fetch() {
  timeout --kill-after=5 240 mvn --batch-mode --quiet org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact="io.trino:$1:$version:$2" -DoutputDirectory="$folder/artifact" >&2
}

# The server, and its connector for tables of Parquet files. What is moved last tells that it is all there.
unpack() {
  local artifact=$folder/artifact
  rm -rf "$artifact" "$folder/plugin" "$folder/lib" && mkdir -p "$artifact/server" "$folder/plugin" &&
    fetch trino-hive zip && (cd "$artifact" && "$(dirname "$java")/jar" --extract --file "trino-hive-$version.zip") &&
    mv "$artifact/trino-hive-$version" "$folder/plugin/hive" &&
    fetch trino-server-core tar.gz &&
    tar --extract --file "$artifact/trino-server-core-$version.tar.gz" --directory "$artifact/server" \
      --strip-components=1 --wildcards '*/lib/*' &&
    mv "$artifact/server/lib" "$folder/lib" && rm -rf "$artifact"
}

command -v mvn > /dev/null || { say 'mvn is not here'; exit 3; }
read -r major java <<< "$(newest_java)" || true
[ "${major:-0}" -ge 24 ] || { say "a JDK 24 or newer is needed; the newest here is ${major:-none}"; exit 3; }
{ [ -d "$folder/lib" ] && [ -d "$folder/plugin/hive" ]; } || unpack || { say 'its artifact could not be had from the Maven repository, or not be unpacked'; exit 3; }

run=$(mktemp --directory --tmpdir=/tmp martlet-test-trino-XXXXXX)
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
# Nothing of it is worth an orderly end.
clean_up() {
  if [ -n "${server:-}" ]; then kill -KILL "$server" 2> /dev/null || true; wait "$server" 2> /dev/null || true; fi
  rm -rf "$run"
}
trap clean_up EXIT
trap 'exit 143' HUP INT TERM

# Plans of the last hundred queries would fill the heap.
cat > "$run/config.properties" << END
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port=$port
discovery.uri=http://127.0.0.1:$port
query.max-memory-per-node=256MB
memory.heap-headroom-per-node=128MB
query.max-history=10
query.min-expire-age=1s
catalog.management=dynamic
catalog.store=memory
web-ui.enabled=false
log.path=$run/server.log
END
# C1 and the serial collector: a test server's life is short, and most of its processor time would go into compiling.
(cd "$run" && exec "$java" -Xmx768M -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=128M -XX:+ExitOnOutOfMemoryError \
  -XX:+EnableDynamicAgentLoading -Djdk.attach.allowAttachSelf=true -Dfile.encoding=UTF-8 -Duser.timezone=Asia/Shanghai \
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dnode.environment=test -Dnode.id=test -Dnode.data-dir="$run" -Dnode.internal-address=127.0.0.1 -Dnode.bind-ip=127.0.0.1 \
  -Dplugin.dir="$folder/plugin" -Dconfig="$run/config.properties" -cp "$folder/lib/*" io.trino.server.TrinoServer) \
  < /dev/null > "$run/stdout.log" 2>&1 &
server=$!

# It answers before it takes statements.
until curl --silent --fail "http://127.0.0.1:$port/v1/info" 2> /dev/null | grep --quiet '"starting":false'; do
  kill -0 "$server" 2> /dev/null || { say 'it ended while it started:'; tail -20 "$run/stdout.log" >&2; exit 1; }
  sleep 0.5
done
echo "http://127.0.0.1:$port"
exec 3<&0
cat <&3 > /dev/null &
wait -n "$server" $!
