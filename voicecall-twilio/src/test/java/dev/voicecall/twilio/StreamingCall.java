package dev.voicecall.twilio;

import dev.voicecall.AnsweredBy;
import dev.voicecall.Direction;
import dev.voicecall.MachineDetection;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import dev.voicecall.testkit.FakeSpeech;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Our side of a call that streams as soon as it is answered: keeps what it hears, and says what it is told to. */
final class StreamingCall implements CallLeg.Listener, AudioLine.Listener {
    final CallLeg leg;
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<AudioLine> lines = new CopyOnWriteArrayList<>();
    final List<VoiceCallException> warnings = new CopyOnWriteArrayList<>();
    final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    /** The other side has said something, and been silent for a second since. */
    final CompletableFuture<Void> answered = new CompletableFuture<>();

    final CompletableFuture<StepResult> streamed = new CompletableFuture<>();
    final CompletableFuture<CallLeg.End> ended = new CompletableFuture<>();
    private final Consumer<StreamingCall> whenOpen;
    volatile long lostSamples;
    private long position;
    private boolean spoke;
    private int silentFrames;

    private StreamingCall(CallLeg leg, Consumer<StreamingCall> whenOpen) {
        this.leg = leg;
        this.whenOpen = whenOpen;
        leg.mailbox().execute(() -> leg.start(this));
    }

    static StreamingCall dial(CallGateway gateway, String number, Consumer<StreamingCall> whenOpen) {
        CallLeg leg = gateway.dial(new OutboundCall(
                PhoneNumber.of(number),
                Optional.empty(),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                MachineDetection.OFF));
        return new StreamingCall(leg, whenOpen);
    }

    /** Takes a call that comes in. */
    static StreamingCall take(CallLeg leg, Consumer<StreamingCall> whenOpen) {
        StreamingCall call = new StreamingCall(leg, whenOpen);
        leg.mailbox().execute(call::stream);
        return call;
    }

    private void stream() {
        leg.perform(new Step.Stream(this)).whenComplete((done, broken) -> {
            if (broken == null) {
                streamed.complete(done);
            } else {
                streamed.completeExceptionally(broken);
            }
        });
    }

    /** Has the leg do something. */
    CompletableFuture<StepResult> perform(Step step) {
        CompletableFuture<StepResult> performed = new CompletableFuture<>();
        leg.mailbox().execute(() -> leg.perform(step).whenComplete((done, broken) -> {
            if (broken == null) {
                performed.complete(done);
            } else {
                performed.completeExceptionally(broken);
            }
        }));
        return performed;
    }

    /** Why the stream failed. */
    Throwable failure() {
        return streamed.<Throwable>handle((done, broken) -> broken).join();
    }

    AudioLine line() {
        return lines.get(lines.size() - 1);
    }

    void say(String words) {
        line().send(FakeSpeech.say(words));
    }

    void run(Runnable task) {
        leg.mailbox().execute(task);
    }

    String understood() {
        synchronized (sound) {
            return FakeSpeech.understand(sound.toByteArray());
        }
    }

    @Override
    public void onOpen(AudioLine line) {
        lines.add(line);
        position = 0;
        whenOpen.accept(this);
    }

    @Override
    public void onAudio(long positionSamples, byte[] muLaw) {
        lostSamples += positionSamples - position;
        position = positionSamples + muLaw.length;
        synchronized (sound) {
            sound.writeBytes(muLaw);
        }
        if (!isSilent(muLaw)) {
            spoke = true;
            silentFrames = 0;
        } else if (spoke && ++silentFrames == 50) {
            answered.complete(null);
        }
    }

    private static boolean isSilent(byte[] muLaw) {
        for (byte sample : muLaw) {
            if (sample != FakeSpeech.SILENCE) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void onMark(String name) {
        events.add("mark " + name);
    }

    @Override
    public void onKey(char key) {
        events.add("key " + key);
    }

    @Override
    public void onRinging() {}

    @Override
    public void onAnswered(AnsweredBy by) {
        if (leg.info().direction() == Direction.OUTBOUND) {
            stream();
        }
    }

    @Override
    public void onAnsweredBy(AnsweredBy by) {}

    @Override
    public void onWarning(VoiceCallException problem) {
        warnings.add(problem);
    }

    @Override
    public void onEnded(CallLeg.End end) {
        ended.complete(end);
    }
}
