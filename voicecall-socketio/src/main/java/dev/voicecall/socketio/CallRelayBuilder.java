package dev.voicecall.socketio;

import dev.voicecall.spi.Scheduler;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link CallRelay}. Not safe for use by several threads. */
public final class CallRelayBuilder {
    private final WatcherAuthenticator authenticator;
    private RelaySettings settings = RelaySettings.DEFAULT;
    private @Nullable Scheduler scheduler;

    CallRelayBuilder(WatcherAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** The time and threads to use, which is not closed with the relay; {@link Scheduler#system()} by default. */
    public CallRelayBuilder scheduler(Scheduler scheduler) {
        this.scheduler = scheduler;
        return this;
    }

    /**
     * Where plain WebSockets connect; {@code /events} by default.
     *
     * @throws IllegalArgumentException if it does not begin with a slash
     */
    public CallRelayBuilder eventsPath(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("The path \"" + path + "\" does not begin with a slash, like /events.");
        }
        settings = settings.withEventsPath(path);
        return this;
    }

    /**
     * From which web pages browsers may connect, besides those of the server's own origin, such as {@code https://console.example.com}.
     */
    public CallRelayBuilder allowOrigins(String... origins) {
        settings = settings.withOrigins(Set.of(origins));
        return this;
    }

    /**
     * How many clients may be connected over each transport, at least 1; 1,000 by default. Further ones are refused with 503.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public CallRelayBuilder maxClients(int clients) {
        settings = settings.withMaxClients(requirePositive("maxClients", clients));
        return this;
    }

    /**
     * How many bytes may wait for a client that does not read, before it is dropped, at least 1; 512 KiB by default, which is 5 s of
     * both sides of one call. Not more than the web server lets wait.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public CallRelayBuilder maxQueuedBytes(int bytes) {
        settings = settings.withMaxQueuedBytes(requirePositive("maxQueuedBytes", bytes));
        return this;
    }

    /** A relay that is not mounted. */
    public CallRelay build() {
        Scheduler given = scheduler;
        if (given != null) {
            return new CallRelay(authenticator, settings, given, () -> {});
        }
        Scheduler own = Scheduler.system();
        return new CallRelay(authenticator, settings, own, own::close);
    }

    private static int requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1.");
        }
        return value;
    }
}
