package dev.voicecall.examples;

import dev.voicecall.VoiceCallException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts an example by its name: {@code java -jar voicecall-examples.jar ask}.
 *
 * <p>Being told to stop (Ctrl-C, SIGTERM) is an interrupt of the example's thread, and the example gets the time to come
 * to an orderly end: phones are hung up, and those who wait for an answer get one.
 */
public final class Main {
    private static final int WRONG_USAGE = 2;
    private static final int NOT_STARTED = 1;
    private static final int SECONDS_TO_STOP = 40;
    private static final List<Example> EXAMPLES = List.of(
            new Ask(),
            new AskServiceExample(),
            new AssistantExample(),
            new RealtimeExample(),
            new CallCenterExample(),
            new RelayExample());

    private Main() {}

    /**
     * Runs an example and ends the program.
     *
     * @param arguments the name of the example, and its options
     */
    public static void main(String[] arguments) {
        CountDownLatch done = new CountDownLatch(1);
        Thread example = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(example, done)));
        System.exit(runUntilDone(arguments, done));
    }

    /** If it ends by an exception nobody foresaw, nobody has to wait for it either. */
    private static int runUntilDone(String[] arguments, CountDownLatch done) {
        try {
            return run(
                    List.of(arguments),
                    new Console(
                            System.out, System.err, System.getenv(), Path.of("").toAbsolutePath()));
        } finally {
            done.countDown();
        }
    }

    private static void stop(Thread example, CountDownLatch done) {
        example.interrupt();
        try {
            if (!done.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                System.err.println("It did not come to its end within " + SECONDS_TO_STOP + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs an example. @return the exit code */
    static int run(List<String> arguments, Console console) {
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        for (Example example : EXAMPLES) {
            if (example.name().equals(name)) {
                return run(example, arguments.subList(1, arguments.size()), console);
            }
        }
        console.err().println("Usage: java -jar voicecall-examples.jar NAME [options]\n");
        EXAMPLES.forEach(example -> console.err().println(example.usage()));
        return WRONG_USAGE;
    }

    private static int run(Example example, List<String> options, Console console) {
        try {
            if (example.serves(options) || console.environment().containsKey(MediaLog.VARIABLE)) {
                MediaLog.open(console);
            }
            return example.run(options, console);
        } catch (UsageException e) {
            console.err().println(e.getMessage() + "\n\n" + example.usage());
            return WRONG_USAGE;
        } catch (ConfigException | VoiceCallException e) {
            console.err().println(e.getMessage());
            return NOT_STARTED;
        }
    }
}
