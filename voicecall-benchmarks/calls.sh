#!/usr/bin/env bash
# 1,000 (or so many as the first argument says) asks in flight at once in one JVM with 512 MB on two cores.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -DskipTests -pl voicecall-benchmarks -am package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m -XX:ActiveProcessorCount=2 \
    -jar voicecall-benchmarks/target/benchmarks.jar "${1:-1000}"
