package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens on calls, and whoever comes, goes, joins and leaves meanwhile: everybody gets exactly what it may and wants to see, in
 * its order. After each step what came is held against what the rules say.
 */
class RelayLawsTest {
    @Test
    void everybodyGetsWhatItMayAndWantsToSeeAndNothingElse() {
        Seeds.upTo(60).check(seed -> {
            try (Course course = new Course(new SplittableRandom(seed))) {
                for (int step = 0; step < 150; step++) {
                    course.step();
                }
            }
        });
    }

    /** A call, and what is to be known of it. */
    private static final class LawCall {
        final CallInfo named;
        boolean isNamed;
        boolean over;
        String status = "dialing";
        String since = "";
        long position;
        AudioTap.@Nullable Listener tap;

        LawCall(CallInfo named) {
            this.named = named;
        }

        String id() {
            return named.id().orElseThrow();
        }

        CallInfo info() {
            return isNamed
                    ? named
                    : new CallInfo(named.direction(), Optional.empty(), named.from(), named.to(), named.recordId());
        }
    }

    /** A watcher, and what is to be known of it. */
    private static final class LawWatcher {
        final Set<String> mayWatch = new LinkedHashSet<>();
        final Map<String, Integer> asked = new HashMap<>();
        final Set<String> joined = new LinkedHashSet<>();
        final List<String> expected = new ArrayList<>();
        boolean media;

        @Nullable
        EventClient client;

        EventClient client() {
            return Objects.requireNonNull(client);
        }

        boolean follows(LawCall call) {
            return mayWatch.contains(call.id()) && (joined.isEmpty() || joined.contains(call.id()));
        }
    }

    private static final class Course implements AutoCloseable {
        private final SplittableRandom random;
        private final RelayWorld world = new RelayWorld();
        private final CallListener relay = world.relay.listener();
        private final List<LawCall> calls = new ArrayList<>();
        /** In the order in which the carrier gave them names. */
        private final List<LawCall> named = new ArrayList<>();

        private final List<LawWatcher> watchers = new ArrayList<>();
        private int words;
        private boolean tail;

        Course(SplittableRandom random) {
            this.random = random;
        }

        void step() {
            tail = false;
            switch (random.nextInt(14)) {
                case 0, 1 -> begin();
                case 2, 3, 4 -> withCall(this::status);
                case 5, 6 -> withCall(this::words);
                case 7, 8 -> withCall(this::sound);
                case 9 -> withCall(this::end);
                case 10 -> connect();
                case 11 -> withWatcher(this::join);
                case 12 -> withWatcher(this::leave);
                default -> withWatcher(random.nextInt(4) == 0 ? this::disconnect : this::media);
            }
            world.settle();
            watchers.forEach(this::check);
        }

        private void withCall(Consumer<LawCall> action) {
            if (!calls.isEmpty()) {
                action.accept(calls.get(random.nextInt(calls.size())));
            }
        }

        private void withWatcher(Consumer<LawWatcher> action) {
            if (!watchers.isEmpty()) {
                action.accept(watchers.get(random.nextInt(watchers.size())));
            }
        }

        private void begin() {
            String id = "CA" + calls.size();
            LawCall call = new LawCall(new CallInfo(
                    Direction.OUTBOUND, Optional.of(id), "+14155550100", "+14155550123", Optional.of("r" + id)));
            calls.add(call);
            call.since = world.time.now().toString();
            watchers.forEach(watcher -> entitle(watcher, call));
            if (random.nextBoolean()) {
                name(call);
            }
            relay.onStarted(call.info());
        }

        private void entitle(LawWatcher watcher, LawCall call) {
            if (random.nextInt(3) > 0) {
                watcher.mayWatch.add(call.id());
            }
        }

        /** The carrier has given it a name by now, and it is told of. */
        private void name(LawCall call) {
            if (!call.isNamed) {
                call.isNamed = true;
                named.add(call);
                tell(call, "status " + call.id() + " dialing");
            }
        }

        private void status(LawCall call) {
            if (call.over) {
                relay.onRinging(call.named);
                return;
            }
            name(call);
            boolean held = random.nextBoolean();
            call.status = held ? "on_hold" : "in_progress";
            call.since = world.time.now().toString();
            if (held) {
                relay.onHeld(call.named);
            } else {
                relay.onAnswered(call.named, AnsweredBy.UNKNOWN);
            }
            tell(call, "status " + call.id() + " " + call.status);
        }

        private void words(LawCall call) {
            String text = "words no. " + ++words;
            if (!call.over) {
                name(call);
                tell(call, "words " + call.id() + " " + text);
            }
            relay.onUtterance(
                    call.named, new Utterance(Speaker.THEM, text, world.time.now(), OptionalDouble.empty(), false));
        }

        private void sound(LawCall call) {
            if (!call.isNamed) {
                return;
            }
            if (call.tap == null) {
                call.tap = world.tap(call.named);
            }
            call.position += random.nextInt(2) * random.nextInt(1_000);
            Speaker speaker = random.nextBoolean() ? Speaker.THEM : Speaker.US;
            call.tap.onAudio(speaker, call.position, new byte[160]);
            call.position += 160;
            if (!call.over) {
                String heard = (speaker == Speaker.THEM ? "media_in " : "media_out ") + call.id() + " ";
                watchers.stream()
                        .filter(watcher -> watcher.media && watcher.follows(call))
                        .forEach(watcher -> watcher.expected.add(heard));
            }
        }

        private void end(LawCall call) {
            if (call.over) {
                return;
            }
            if (call.tap != null && random.nextBoolean()) {
                call.tap.onEnded();
                tail = true;
            }
            name(call);
            relay.onEnded(call.named, Outcome.HUNG_UP);
            if (call.tap != null && !tail) {
                call.tap.onEnded();
                tail = true;
            }
            call.over = true;
            tell(call, "ended " + call.id() + " hung_up");
        }

        private void tell(LawCall call, String event) {
            watchers.stream().filter(watcher -> watcher.follows(call)).forEach(watcher -> watcher.expected.add(event));
        }

        private void connect() {
            if (watchers.size() == 6) {
                return;
            }
            LawWatcher watcher = new LawWatcher();
            calls.forEach(call -> entitle(watcher, call));
            watcher.client = world.connect(call -> {
                String id = call.id().orElseThrow();
                watcher.asked.merge(id, 1, Integer::sum);
                return watcher.mayWatch.contains(id);
            });
            watchers.add(watcher);
            watcher.expected.add("connected  ");
            expectCalls(watcher);
        }

        private void expectCalls(LawWatcher watcher) {
            StringBuilder expected = new StringBuilder("calls  ");
            named.stream()
                    .filter(call -> !call.over && watcher.follows(call))
                    .forEach(call -> expected.append(call.id() + " " + call.status + " since " + call.since + ";"));
            watcher.expected.add(expected.toString());
        }

        private void join(LawWatcher watcher) {
            String id = "CA" + random.nextInt(calls.size() + 1);
            send(watcher, "{\"join\":\"" + id + "\"}");
            boolean may = named.stream().anyMatch(call -> call.id().equals(id) && !call.over)
                    && watcher.mayWatch.contains(id);
            if (may) {
                watcher.joined.add(id);
                expectCalls(watcher);
            } else {
                watcher.expected.add("error  There is no such call that you may watch, or it is over.");
            }
        }

        private void leave(LawWatcher watcher) {
            String id = "CA" + random.nextInt(calls.size() + 1);
            send(watcher, "{\"leave\":\"" + id + "\"}");
            if (watcher.joined.remove(id)) {
                expectCalls(watcher);
            }
        }

        private void media(LawWatcher watcher) {
            watcher.media = random.nextInt(3) > 0;
            send(watcher, "{\"media\":" + watcher.media + "}");
        }

        private static void send(LawWatcher watcher, String json) {
            watcher.client().send(json);
        }

        private void disconnect(LawWatcher watcher) {
            watcher.client().socket().close(1000, "");
            watchers.remove(watcher);
        }

        private void check(LawWatcher watcher) {
            List<String> came = watcher.client().messages.stream()
                    .map(Course::told)
                    .filter(told -> !tail || !told.startsWith("media"))
                    .distinct()
                    .toList();
            assertThat(came).isEqualTo(watcher.expected);
            watcher.client().messages.forEach(message -> assertThat(message.path("call_id")
                                    .isMissingNode()
                            || watcher.mayWatch.contains(message.path("call_id").asText()))
                    .isTrue());
            watcher.client().messages.clear();
            watcher.expected.clear();
            assertThat(watcher.asked.values()).allMatch(times -> times == 1);
        }

        private static String told(JsonNode message) {
            String evt = message.path("evt").asText();
            if (evt.equals("calls")) {
                StringBuilder calls = new StringBuilder("calls  ");
                message.path("calls")
                        .forEach(call -> calls.append(call.path("call_id").asText() + " "
                                + call.path("status").asText() + " since "
                                + call.path("since").asText() + ";"));
                return calls.toString();
            }
            String detail = Optional.ofNullable(message.path("text").textValue())
                    .or(() -> Optional.ofNullable(message.path("status").textValue()))
                    .or(() -> Optional.ofNullable(message.path("message").textValue()))
                    .orElse("");
            return evt + " " + message.path("call_id").asText() + " " + detail;
        }

        @Override
        public void close() {
            calls.stream()
                    .filter(call -> call.tap != null && !call.over)
                    .forEach(call -> Objects.requireNonNull(call.tap).onEnded());
            world.settle();
            world.close();
        }
    }
}
