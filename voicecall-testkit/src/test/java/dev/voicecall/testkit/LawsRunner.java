package dev.voicecall.testkit;

import java.util.*;

public class LawsRunner {
    public static void main(String[] a) {
        long from = Long.parseLong(a[0]), to = Long.parseLong(a[1]);
        boolean verbose = a.length > 2;
        Map<String, List<Long>> by = new TreeMap<>();
        long t = System.nanoTime();
        for (long s = from; s <= to; s++) {
            try {
                AgentLawsTest.world(s);
            } catch (Throwable e) {
                StackTraceElement[] st = (e.getCause() != null ? e.getCause() : e).getStackTrace();
                String where = Arrays.stream(st)
                        .filter(x -> x.getClassName().contains("LawsTest"))
                        .findFirst()
                        .map(x -> x.getMethodName() + ":" + x.getLineNumber())
                        .orElse(e.toString());
                by.computeIfAbsent(where, k -> new ArrayList<>()).add(s);
                if (verbose) e.printStackTrace();
            }
        }
        System.out.printf("%d worlds in %.1f s%n", to - from + 1, (System.nanoTime() - t) / 1e9);
        by.forEach((k, v) -> System.out.println(v.size() + "  " + k + "  " + v.subList(0, Math.min(12, v.size()))));
    }
}
