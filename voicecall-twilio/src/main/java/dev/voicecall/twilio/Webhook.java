package dev.voicecall.twilio;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CarrierException;
import dev.voicecall.Reply;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A request of Twilio's whose signature was right, read. Immutable.
 *
 * @param query what we wrote into the URL
 * @param form what Twilio says
 */
record Webhook(FormParameters query, FormParameters form) {

    Optional<String> token() {
        return query.first("leg");
    }

    Optional<String> callSid() {
        return form.first("CallSid");
    }

    Optional<String> from() {
        return form.first("From");
    }

    Optional<String> to() {
        return form.first("To");
    }

    boolean isInbound() {
        return form.first("Direction").filter("inbound"::equals).isPresent();
    }

    /** Which document this is the result of; 0 for the request that begins a call. */
    int document() {
        return number(query.first("doc")).orElse(0);
    }

    boolean isInterruption() {
        return query.first("interrupted").isPresent();
    }

    /** Whether this asks what somebody is to hear who waits in a conference. */
    boolean isWaiting() {
        return query.first("wait").isPresent();
    }

    /** Whether this reports of a conference; the call is then the participant's that it is about, whoever's report it is. */
    boolean isOfConference() {
        return form.first("StatusCallbackEvent").isPresent()
                && form.first("ConferenceSid").isPresent();
    }

    /** The conference that the call has come into, if this reports that. */
    Optional<String> conferenceJoined() {
        return form.first("StatusCallbackEvent")
                .filter("participant-join"::equals)
                .flatMap(joined -> form.first("ConferenceSid"));
    }

    boolean isFallback() {
        return query.first("fallback").isPresent();
    }

    /** The code of the error that made Twilio turn to the fallback URL. */
    OptionalInt errorCode() {
        return number(form.first("ErrorCode"));
    }

    /** The same request, taken for the one that failed and brought Twilio to the fallback URL. */
    Webhook asTheOneThatFailed() {
        String failed = form.first("ErrorUrl").orElse("");
        int queryBegins = failed.indexOf('?');
        return new Webhook(FormParameters.parse(queryBegins < 0 ? "" : failed.substring(queryBegins + 1)), form);
    }

    Optional<CallStatus> callStatus() {
        return form.first("CallStatus").map(CallStatus::of);
    }

    /** What went wrong with a media stream, if this reports that. */
    Optional<CarrierException> streamError() {
        return form.first("StreamEvent").filter("stream-error"::equals).map(event -> {
            String why = form.first("StreamError").orElse("an error without a name");
            int code = number(Optional.of(why.replaceAll("(?s)^\\D*(\\d{5})?.*$", "$1")))
                    .orElse(0);
            return new CarrierException("Twilio reports of the media stream: " + why, code, true, null);
        });
    }

    /** The name of the media stream that this reports about. */
    Optional<String> streamName() {
        return form.first("StreamName");
    }

    Optional<String> sipResponseCode() {
        return form.first("SipResponseCode");
    }

    private Optional<String> dialCallStatus() {
        return form.first("DialCallStatus");
    }

    /** Who picked up; empty if Twilio doesn't say, unknown if it uses a word that we don't know. */
    Optional<AnsweredBy> answeredBy() {
        return form.first("AnsweredBy").map(name -> Arrays.stream(AnsweredBy.values())
                .filter(by -> by.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(AnsweredBy.UNKNOWN));
    }

    /** What the callee keyed in or said. */
    private Optional<Reply> reply() {
        return form.first("Digits").map(Reply::keyed).or(() -> form.first("SpeechResult")
                .map(words -> new Reply(Reply.Source.SPEECH, words, confidence())));
    }

    /** What came of the step that the document did which this is the result of. */
    StepResult resultOf(Step step) {
        if (isInterruption()) {
            return new StepResult.Interrupted();
        }
        if (step instanceof Step.Listen) {
            return reply().<StepResult>map(StepResult.Heard::new).orElseGet(StepResult.Silence::new);
        }
        if (step instanceof Step.Transfer) {
            return new StepResult.Transferred(CallStatus.transferResult(dialCallStatus()));
        }
        return new StepResult.Done();
    }

    private OptionalDouble confidence() {
        return form.first("Confidence")
                .filter(text -> text.matches("[01](\\.[0-9]{1,20})?"))
                .map(text -> OptionalDouble.of(Double.parseDouble(text)))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalInt number(Optional<String> text) {
        return text.filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(digits -> OptionalInt.of(Integer.parseInt(digits)))
                .orElse(OptionalInt.empty());
    }
}
