package dev.voicecall.socketio;

import dev.voicecall.CallEvent;
import dev.voicecall.CallInfo;
import dev.voicecall.spi.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call that is not over: where it stands, and who sees it. Touched by the hub alone. */
final class RelayedCall {
    private final WordTimes times = new WordTimes();
    private final Set<Subscription> entitled = new LinkedHashSet<>();
    private final Set<Subscription> followers = new LinkedHashSet<>();
    private final Set<Subscription> hearers = new LinkedHashSet<>();
    private final List<CallEvent> untold = new ArrayList<>();
    private CallInfo info;
    private String status = "";
    private Instant since;
    private boolean introduced;
    private @Nullable CallSound sound;
    private boolean ending;
    private Scheduler.Timer patience = Scheduler.Timer.NONE;

    RelayedCall(CallEvent first) {
        this.info = first.call();
        this.since = first.at();
    }

    /** One more event, not told yet. */
    void take(CallEvent event) {
        info = event.call();
        untold.add(times.timed(event));
        if (event.type().equals("status")) {
            status = event.text("status").orElse("");
            since = event.at();
        }
    }

    /** The events that nobody was told of, with all that is known of the call by now. */
    List<CallEvent> untold() {
        List<CallEvent> events = untold.stream()
                .map(event -> new CallEvent(event.type(), event.at(), info, event.details()))
                .toList();
        untold.clear();
        return events;
    }

    int untoldEvents() {
        return untold.size();
    }

    /** Whether watchers have been asked about it. */
    boolean introduced() {
        return introduced;
    }

    void introduce() {
        introduced = true;
    }

    /** The carrier's name for it; empty for one that could not even be placed. */
    String id() {
        return info.id().orElse("");
    }

    CallInfo info() {
        return info;
    }

    String status() {
        return status;
    }

    Instant since() {
        return since;
    }

    Set<Subscription> entitled() {
        return entitled;
    }

    /** Who is told of its events: those who may and want to. */
    Set<Subscription> followers() {
        return followers;
    }

    /** Who is sent its sound: of the followers those who want that, too. */
    Set<Subscription> hearers() {
        return hearers;
    }

    /** Looks again whether somebody wants to see it. */
    void update(Subscription subscription) {
        boolean follows = entitled.contains(subscription) && subscription.wants(id());
        set(followers, subscription, follows);
        set(hearers, subscription, follows && subscription.wantsMedia());
        tellSound();
    }

    void forget(Subscription subscription) {
        entitled.remove(subscription);
        update(subscription);
    }

    @Nullable
    CallSound sound() {
        return sound;
    }

    void sound(CallSound sound) {
        this.sound = sound;
        tellSound();
    }

    void soundEnded() {
        sound = null;
    }

    /** It has ended, and waits for its sound, but not for ever. */
    void end(Scheduler.Timer patience) {
        this.ending = true;
        this.patience = patience;
    }

    boolean ending() {
        return ending;
    }

    /** Its end is told. */
    void over() {
        patience.cancel();
        hearers.clear();
        tellSound();
    }

    private void tellSound() {
        if (sound != null) {
            sound.wanted(!hearers.isEmpty());
        }
    }

    private static void set(Set<Subscription> set, Subscription subscription, boolean member) {
        if (member) {
            set.add(subscription);
        } else {
            set.remove(subscription);
        }
    }
}
