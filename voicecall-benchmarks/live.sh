#!/usr/bin/env bash
# 200 (or so many as the first argument says) conversations of an agent at once over live audio, measured for 300 s (or so
# many as the second says), in one JVM with 512 MB on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -DskipTests -pl voicecall-benchmarks -am package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -XX:+UseG1GC -XX:ActiveProcessorCount=2 \
    -cp voicecall-benchmarks/target/benchmarks.jar dev.voicecall.benchmarks.LiveLoad "${1:-200}" "${2:-300}"
