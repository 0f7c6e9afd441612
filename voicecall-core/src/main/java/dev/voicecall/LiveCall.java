package dev.voicecall;

import dev.voicecall.conversation.CallSession;
import dev.voicecall.spi.LegRecording;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * A call that is under way, controlled from outside: from another thread, or by a request that names it.
 *
 * <pre>{@code
 * calls.live(callId).map(LiveCall::hold).orElseThrow(NoSuchCall::new);
 * }</pre>
 *
 * <p>What the call's script or agent has under way when the other side is put on hold or transferred is broken off, and done again, from
 * its beginning, when the other side is back; what it asks for meanwhile waits, and so does its end. An agent goes on with the word that
 * was cut, and counts no silence. {@link CallOptions#maxDuration()} counts all the time.
 *
 * <p>No method blocks. What is returned completes within the call's bound, never exceptionally but for {@link #record}, on a thread that must not be held up.
 * Safe for use by many threads.
 */
public final class LiveCall {
    private final CallSession session;
    private final Conductor conductor;
    private final BiFunction<String, CallOptions, CallSession> dial;

    LiveCall(CallSession session, Conductor conductor, BiFunction<String, CallOptions, CallSession> dial) {
        this.session = session;
        this.conductor = conductor;
        this.dial = dial;
    }

    /** Which call this is. */
    public CallInfo info() {
        return session.info();
    }

    /**
     * Hangs up; the call's outcome is {@link Outcome#CANCELED}, unless it has another already.
     *
     * @return completes with the outcome when the call is over, five seconds later at most
     */
    public CompletableFuture<Outcome> end() {
        session.end(Outcome.CANCELED, null);
        return session.ending().thenApply(CallSession.Ending::outcome);
    }

    /**
     * Has another script or agent take the call over. What the one before has under way is broken off; its later steps fail with
     * {@link CallRedirectedException}, and what it returns or throws does not end the call. Whoever waits for its result gets it when the
     * call is over. A hold and a transfer are broken off, too. Before the call is answered, the new script takes the place of the old
     * one; while a message is left on a machine, it gets no say.
     *
     * @param script runs on a thread of its own, unless it is an agent
     * @return completes with the result of the call, as {@link VoiceCalls#callAsync} does; cancelling it hangs up
     */
    public <T> CompletableFuture<CallResult<T>> redirect(CallScript<T> script) {
        return conductor.cancelable(session, conductor.runAsync(session, script));
    }

    /**
     * Has the agent fall silent, as if the other side had interrupted it: what was heard of its reply remains, and it waits for words.
     * Its last words, before it hangs up for good, are not interrupted.
     *
     * @return completes soon with whether there was an agent that spoke or was about to
     */
    public CompletableFuture<Boolean> interrupt() {
        return session.controls().interrupt();
    }

    /** Puts the other side on hold, with the carrier's own music; see {@link #hold(URI)}. */
    public CompletableFuture<ControlResult> hold() {
        return session.controls().hold(Optional.empty());
    }

    /**
     * Puts the other side on hold, until {@link #resume}, a transfer, or another script.
     *
     * @param music played again and again: an absolute http or https URL that the carrier can reach
     * @return completes when the other side is on hold; {@link ControlResult#UNCHANGED} if it was already, whatever the music
     * @throws IllegalArgumentException if the URL isn't an absolute http or https URL
     */
    public CompletableFuture<ControlResult> hold(URI music) {
        return session.controls().hold(Optional.of(music));
    }

    /**
     * Takes the other side off hold.
     *
     * @return completes when it is with the script or agent again; {@link ControlResult#UNCHANGED} if it was not on hold
     */
    public CompletableFuture<ControlResult> resume() {
        return session.controls().resume();
    }

    /**
     * Has the other side not be heard. An agent and its providers, or a script with live audio, get silence in its place; in the
     * conference of a {@linkplain #transfer(String, WarmTransfer) warm transfer} the third party does not hear it. Keys are heard as
     * before, and so are answers that the carrier itself transcribes, and what {@linkplain Call#tap taps} and recordings take down.
     *
     * @return completes when that is so
     */
    public CompletableFuture<ControlResult> mute() {
        return session.controls().mute(true);
    }

    /** Has the other side be heard again; see {@link #mute}. */
    public CompletableFuture<ControlResult> unmute() {
        return session.controls().mute(false);
    }

    /**
     * Has the carrier record both sides from now on, as {@link Call#record} does.
     *
     * @return completes with what pauses and ends it when it has begun; exceptionally with a {@link CarrierException} if the carrier
     *     can't, and with a {@link CallEndedException} if the call is over before
     */
    public CompletableFuture<LegRecording> record(RecordingOptions options) {
        return session.record(options);
    }

    /** Completes with the recording that began with the call, as {@link Call#recording} returns it. */
    public CompletableFuture<Optional<LegRecording>> recording() {
        return session.recording();
    }

    /**
     * Connects the other side with somebody else. If they talk, the call is over when one of them hangs up, and has the outcome
     * {@link Outcome#ANSWERED}; if not, the script or agent goes on where it was.
     *
     * @param number whom, in E.164; the phone rings for {@link CallOptions#ringTimeout()}
     * @return completes when it is over
     * @throws InvalidPhoneNumberException if it isn't a number in E.164
     */
    public CompletableFuture<TransferResult> transfer(String number) {
        return session.controls().transfer(PhoneNumber.of(number));
    }

    /**
     * Connects the other side with somebody else who hears first what it is about. The other side is on hold meanwhile, and this side is
     * out as soon as the two can talk. If they do, the call is over when one of them hangs up, and has the outcome
     * {@link Outcome#ANSWERED}; if the third party does not pick up, does not take the call or hangs up, the script or agent goes on where
     * it was.
     *
     * <p>The third party's call is one of its own, with its own events, counted by the limits of these {@link VoiceCalls}, with this call's
     * options but for those that concern machines.
     *
     * @param number whom, in E.164; the phone rings for {@link CallOptions#ringTimeout()}
     * @return completes when it is over
     * @throws InvalidPhoneNumberException if it isn't a number in E.164
     */
    public CompletableFuture<TransferResult> transfer(String number, WarmTransfer how) {
        PhoneNumber to = PhoneNumber.of(number);
        return session.controls().transfer(() -> dial.apply(to.e164(), session.optionsOfThird(how)), how);
    }
}
