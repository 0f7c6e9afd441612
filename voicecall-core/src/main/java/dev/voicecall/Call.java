package dev.voicecall;

import dev.voicecall.conversation.CallSession;
import dev.voicecall.conversation.CallTaps;
import dev.voicecall.conversation.Conduct;
import dev.voicecall.conversation.Dialogue;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A call inside a {@link CallScript}. Each method blocks until what it says has happened on the line.
 *
 * <p>Every method throws {@link CallEndedException} once the call is over, for whatever reason, and
 * {@link CallRedirectedException} once another script has taken it over; interrupting the script's thread ends the call. While the
 * other side is put on hold from outside ({@link LiveCall#hold}) it waits, and what was cut short is done again. None blocks beyond {@link CallOptions#maxDuration()}. Texts are plain: markup in them is spoken,
 * not interpreted; a text is 1 to 4,000 characters without control characters, else {@link IllegalArgumentException}.
 *
 * <p>Belongs to one call; not safe for use by several threads.
 */
public final class Call {
    private final Conduct conduct;
    private final CallSession session;
    private final Scheduler scheduler;
    private final CallTaps taps;

    Call(Conduct conduct, Scheduler scheduler, CallTaps taps) {
        this.conduct = conduct;
        this.session = conduct.session();
        this.scheduler = scheduler;
        this.taps = taps;
    }

    /** Which call this is. */
    public CallInfo info() {
        return session.info();
    }

    /**
     * Speaks.
     *
     * @param text what; returns when it has been heard to the end
     */
    public void say(String text) {
        perform(new Step.Say(session.speech(text)));
    }

    /**
     * Puts a question and returns the words of the answer, or the keys that were pressed.
     *
     * @throws NoInputException if there was no answer, as often as it was asked
     */
    public String ask(String question) {
        return ask(question, Answers.text());
    }

    /**
     * Puts a question and returns the answer as a value. A reply that is not understood is asked for again.
     *
     * @throws NoInputException if there was no answer that was understood, as often as it was asked
     */
    public <T> T ask(String question, AnswerFormat<T> format) {
        return await(Dialogue.ask(conduct, question, format));
    }

    /** Asks for a yes or a no; the same as {@code ask(question, Answers.yesNo())}. */
    public boolean confirm(String question) {
        return ask(question, Answers.yesNo());
    }

    /**
     * Has the callee choose one of some options, by saying it or pressing its number (from 1).
     *
     * @param question should name the options; they are not read out by themselves
     */
    public String choose(String question, String... options) {
        return ask(question, Answers.choice(options));
    }

    /**
     * Asks for a number of exactly so many digits, spoken or keyed in, and returns them.
     *
     * @param count 1 to 32
     */
    public String digits(String question, int count) {
        return ask(question, Answers.digits(count));
    }

    /**
     * Plays a sound file to its end.
     *
     * @param audio an absolute http or https URL that the carrier can reach
     */
    public void play(URI audio) {
        perform(new Step.Play(audio));
    }

    /**
     * Is silent.
     *
     * @param length 1 s to 10 min; rounded up to whole seconds
     */
    public void pause(Duration length) {
        perform(new Step.Pause(length));
    }

    /**
     * Presses keys for the other side's machine to hear.
     *
     * @param keys 1 to 32 of {@code 0-9 * #}, {@code w} (half a second of silence) and {@code W} (one second)
     */
    public void sendDigits(String keys) {
        perform(new Step.SendDigits(keys));
    }

    /**
     * Connects the other side with somebody else until one of them hangs up. If it was the third party, or it could not
     * be reached, the script goes on with the other side.
     *
     * @param number whom, in E.164
     * @throws InvalidPhoneNumberException if it isn't a number in E.164
     */
    public TransferResult transfer(String number) {
        StepResult result = perform(new Step.Transfer(
                PhoneNumber.of(number),
                session.options().callerId(),
                session.options().ringTimeout()));
        return result instanceof StepResult.Transferred transferred ? transferred.result() : TransferResult.FAILED;
    }

    /**
     * Begins to listen in on both sides of the call, and returns at once. It goes on beside all that the script does then,
     * transfers included, until the call ends or the tap is closed. All who hear a call share one tap of the carrier's, which ends with
     * the last of them.
     *
     * @param listener hears both sides, on a thread that it must not hold up
     * @return ends it for this listener; need not be closed
     * @throws CarrierException if the carrier can't do that
     */
    public AudioTap tap(AudioTap.Listener listener) {
        return ((StepResult.Tapped) perform(new Step.Tap(listener))).tap();
    }

    /**
     * Writes both sides to a WAV file of ours from now on, by a {@link #tap}: as {@link VoiceCallsBuilder#recordTo}, but from here
     * on and where you say.
     *
     * @param file replaced if it is there; its directory is made if it is not
     * @return ends it; need not be closed
     * @throws CarrierException as {@link #tap}
     */
    public AudioTap recordTo(Path file) {
        return tap(taps.recorder(file, session));
    }

    /**
     * Writes down what both sides say from now on, by a {@link #tap}, each with an ear of its own: above all what two people say to
     * each other in a {@link #transfer}. It goes on beside all that the script does, and becomes part of the transcript: interim words by
     * {@link CallListener#onInterim}, what a side has said when it has finished by {@link CallListener#onUtterance}. What is asked, said
     * by us, or said to an agent is in the transcript without it, and not heard twice. Who is in mid-sentence when the call ends is
     * heard to there, and the result waits for the words, for five seconds at most. What a recognizer fails at is left out with a
     * warning, and it is asked again with the next utterance.
     *
     * @param speechToText hears both
     * @return ends it; need not be closed
     * @throws CarrierException as {@link #tap}
     */
    public AudioTap transcribe(SpeechToText speechToText) {
        return tap(taps.transcriber(speechToText, session));
    }

    /**
     * Has the carrier record both sides from now on, and returns when it has begun; beside all that the script does then. What
     * becomes of it is a {@link Recording} of the {@link CallRecord}.
     *
     * @return pauses and ends it; need not be ended
     * @throws CarrierException if the carrier can't
     */
    public CallRecording record(RecordingOptions options) {
        return new CallRecording(this, await(session.record(options)));
    }

    /**
     * The recording that began when the call was picked up, by {@link CallOptions#recording()}; waits until it has begun.
     *
     * @return empty if there is none: it was not asked for, the carrier could not (of which a warning has told), or the call was not
     *     answered yet, which an inbound one is by the first step
     */
    public Optional<CallRecording> recording() {
        return await(session.recording()).map(begun -> new CallRecording(this, begun));
    }

    /**
     * Turns an inbound call away before answering it: it must be the first thing that a script does, within ten seconds.
     *
     * @param busy whether the caller shall hear a busy signal; otherwise that the number can't be reached
     */
    public void reject(boolean busy) {
        perform(new Step.Reject(busy));
    }

    /**
     * Hands the line to an agent, until it ends the conversation.
     *
     * @throws NoInputException if the other side never said anything
     * @throws ProviderException if a part of the agent failed; it has apologized
     */
    public void converse(VoiceAgent agent) {
        await(agent.converse(conduct, scheduler));
    }

    /**
     * Hangs up before the script is over. Every later method throws {@link CallEndedException}; the outcome is
     * {@link Outcome#ANSWERED}, and the result what the script returns.
     */
    public void hangUp() {
        conduct.end(Outcome.ANSWERED, null);
    }

    private StepResult perform(Step step) {
        return await(conduct.perform(step));
    }

    <T> T await(CompletableFuture<T> stage) {
        try {
            scheduler.await(stage);
        } catch (InterruptedException e) {
            conduct.end(Outcome.CANCELED, null);
            Thread.currentThread().interrupt();
            throw new CallEndedException(Outcome.CANCELED);
        }
        try {
            return stage.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
