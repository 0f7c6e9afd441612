package dev.voicecall.testkit.twilio;

import java.util.Optional;
import java.util.Set;

/**
 * How a call shall take part in a conference. Immutable.
 *
 * @param name the conference's
 * @param label the participant's
 * @param beep {@code true}, {@code false}, {@code onEnter} or {@code onExit}
 * @param starts whether the conference can begin when this one comes
 * @param ends whether it is over when this one goes
 * @param waitMusic what is to be heard until it begins
 * @param statusCallback where to report how the conference gets on; that of who comes first counts
 * @param statusEvents what to report, in the words of the attribute
 */
record ConferenceOrder(
        String name,
        Optional<String> label,
        boolean muted,
        String beep,
        boolean starts,
        boolean ends,
        Music waitMusic,
        int maxParticipants,
        Optional<Endpoint> statusCallback,
        Set<String> statusEvents) {

    static final String[] ATTRIBUTES = {
        "muted",
        "beep",
        "startConferenceOnEnter",
        "endConferenceOnExit",
        "waitUrl",
        "waitMethod",
        "maxParticipants",
        "record",
        "recordingConfigurationId",
        "region",
        "coach",
        "trim",
        "statusCallbackEvent",
        "statusCallback",
        "statusCallbackMethod",
        "recordingStatusCallback",
        "recordingStatusCallbackMethod",
        "recordingStatusCallbackEvent",
        "eventCallbackUrl",
        "jitterBufferSize",
        "participantLabel"
    };

    private static final int MAX_PARTICIPANTS = 250;

    /**
     * What is to be heard while nobody talks. Immutable.
     *
     * @param url of TwiML or sound; empty for Twilio's own music
     * @param silent whether it is nothing at all
     */
    record Music(Optional<Endpoint> url, boolean silent) {
        static final Music OWN = new Music(Optional.empty(), false);
        static final Music NONE = new Music(Optional.empty(), true);

        static Music at(Endpoint url) {
            return new Music(Optional.of(url), false);
        }
    }

    static ConferenceOrder of(TwimlElement noun, TwimlExecution execution) {
        return new ConferenceOrder(
                noun.text().strip(),
                noun.attribute("participantLabel"),
                noun.flag("muted", false),
                noun.attribute("beep").orElse("true"),
                noun.flag("startConferenceOnEnter", true),
                noun.flag("endConferenceOnExit", false),
                waitMusic(noun, execution),
                noun.number("maxParticipants", MAX_PARTICIPANTS, 2),
                noun.attribute("statusCallback")
                        .flatMap(url -> execution.endpoint(
                                url, noun.attribute("statusCallbackMethod").orElse("POST"))),
                Set.of(noun.attribute("statusCallbackEvent").orElse("").split("\\s+")));
    }

    private static Music waitMusic(TwimlElement noun, TwimlExecution execution) {
        Optional<String> url = noun.attribute("waitUrl");
        if (url.filter(String::isEmpty).isPresent()) {
            return Music.NONE;
        }
        return url.flatMap(address ->
                        execution.endpoint(address, noun.attribute("waitMethod").orElse("POST")))
                .map(Music::at)
                .orElse(Music.OWN);
    }

    boolean beepsOnEnter() {
        return beep.equals("true") || beep.equals("onEnter");
    }

    boolean beepsOnExit() {
        return beep.equals("true") || beep.equals("onExit");
    }
}
