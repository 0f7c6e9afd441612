#!/usr/bin/env bash
# What a frame of 20 ms costs, in time and in memory. Arguments go to JMH, for example the name of one benchmark.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B -DskipTests -pl voicecall-benchmarks -am package
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp voicecall-benchmarks/target/benchmarks.jar org.openjdk.jmh.Main -prof gc "$@"
