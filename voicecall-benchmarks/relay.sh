#!/usr/bin/env bash
# What it costs to relay calls to a Realtime model: so many calls (200, or the first argument) for so many seconds (60, or the
# second), each of 50 frames a second in each direction. The relay has processor 0, the fake carrier and the fake model
# have processor 1.
#
#   relay.sh [CALLS] [SECONDS] [RELAY] [JAVA OPTIONS OF THE RELAY...]
#
# RELAY is one of
#   voicecall   the library (by default)
#   c           relay/relay.c, which does nothing but relay: the lower bound (needs cc)
#   node        relay/relay.mjs, in the manner of Twilio's sample (needs node and npm, which installs into a temporary folder)
set -euo pipefail
cd "$(dirname "$0")/.."
calls=${1:-200} seconds=${2:-60} relay=${3:-voicecall}
shift $(($# < 3 ? $# : 3))
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
jar=voicecall-benchmarks/target/benchmarks.jar
mvn -q -B -DskipTests -pl voicecall-benchmarks -am package
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
case $relay in
    voicecall)
        command=("$java" -Xmx512m "$@" -cp "$jar" dev.voicecall.benchmarks.relay.LibraryRelay MODEL)
        ;;
    c)
        cc -O2 -o "$folder/relay" voicecall-benchmarks/relay/relay.c
        command=("$folder/relay" MODEL)
        ;;
    node)
        cp voicecall-benchmarks/relay/relay.mjs "$folder"
        npm install --silent --no-audit --no-fund --prefix "$folder" fastify@5 @fastify/websocket@11 ws@8
        command=(node "$folder/relay.mjs" MODEL)
        ;;
    *)
        echo "There is no relay \"$relay\"; it must be voicecall, c or node." >&2
        exit 2
        ;;
esac
taskset -c 1 "$java" -Xmx512m -cp "$jar" dev.voicecall.benchmarks.relay.RelayLoad \
    "$calls" "$seconds" taskset -c 0 "${command[@]}"
