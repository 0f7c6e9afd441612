#!/usr/bin/env bash
# A conversation of an agent over live audio, unwatched and then watched by clients over real sockets, words and sound, each for
# 120 s (or so many as the first argument says): by 50 (or the second) over Socket.IO, one of which does not read, and 5 (or
# the third) over plain WebSockets. What the call notices of it, and whether those who read miss anything.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -DskipTests -pl voicecall-benchmarks -am package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -XX:+UseG1GC -XX:ActiveProcessorCount=2 \
    -cp voicecall-benchmarks/target/benchmarks.jar dev.voicecall.benchmarks.WatchLoad "${1:-120}" "${2:-50}" "${3:-5}"
