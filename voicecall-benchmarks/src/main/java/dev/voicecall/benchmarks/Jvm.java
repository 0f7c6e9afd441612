package dev.voicecall.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What this JVM uses. */
final class Jvm {
    private Jvm() {}

    /** Bytes, after a full garbage collection, in which all threads stand still. */
    static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The platform threads that there are, by name. */
    static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that were not there before. A minute is waited for what the JDK's own pools and its HTTP client leave behind. */
    static Set<String> threadsSince(Set<String> before) throws InterruptedException {
        Set<String> more = threads();
        for (int second = 0; second < 60 && !before.containsAll(more); second++) {
            System.gc();
            TimeUnit.SECONDS.sleep(1);
            more = threads();
        }
        more.removeAll(before);
        return more;
    }

    /** Since the JVM began. */
    static int peakThreads() {
        return ManagementFactory.getThreadMXBean().getPeakThreadCount();
    }

    /**
     * Processor time, and pauses of the young generation.
     *
     * @param cpuNanos of all threads
     * @param pauses how many
     * @param pauseMillis how long in all
     */
    record Use(long cpuNanos, long pauses, long pauseMillis) {
        static final Use NONE = new Use(0, 0, 0);

        static Use now() {
            GarbageCollectorMXBean young = ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .filter(collector -> collector.getName().equals("G1 Young Generation"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("Run it with -XX:+UseG1GC."));
            return new Use(
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getProcessCpuTime(),
                    young.getCollectionCount(),
                    young.getCollectionTime());
        }

        Use plus(Use more) {
            return new Use(cpuNanos + more.cpuNanos, pauses + more.pauses, pauseMillis + more.pauseMillis);
        }

        Use minus(Use less) {
            return new Use(cpuNanos - less.cpuNanos, pauses - less.pauses, pauseMillis - less.pauseMillis);
        }

        String per(int calls, int seconds) {
            return String.format(
                    Locale.ROOT,
                    "%.2f CPU seconds per 1,000 seconds of a call; %d GC pauses of %.1f ms in the mean",
                    cpuNanos / 1e6 / calls / seconds,
                    pauses,
                    (double) pauseMillis / Math.max(1, pauses));
        }
    }

    static String limits() {
        return String.format(
                Locale.ROOT,
                "%,d MiB, %d, %s",
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
    }
}
