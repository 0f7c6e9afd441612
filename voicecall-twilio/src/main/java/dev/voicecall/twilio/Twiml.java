package dev.voicecall.twilio;

import dev.voicecall.spi.Speech;
import dev.voicecall.spi.Step;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes what Twilio shall do, as TwiML: one step, and then to ask again at {@code next}.
 *
 * <p>The documents are the same as those of the builders in Twilio's SDK, with which tests compare them; those would look
 * up two XML factories for each document, and know only the languages of the day. Not safe for use by several threads.
 */
final class Twiml {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();
    private static final String POST = "POST";
    private static final int MAX_HINTS_LENGTH = 10_000;
    /** One of the pieces that Twilio offers for holding, and plays in its own examples. */
    private static final URI HOLD_MUSIC =
            URI.create("http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3");

    /** If the music can't be played, so that Twilio does not ask again and again. */
    private static final Duration SILENT_HOLD = Duration.ofMinutes(10);

    private final StringWriter text = new StringWriter(512);
    private final XMLStreamWriter xml;

    private Twiml() throws XMLStreamException {
        text.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        synchronized (FACTORY) {
            xml = FACTORY.createXMLStreamWriter(text);
        }
    }

    private interface Body {
        void write(Twiml document) throws XMLStreamException;
    }

    /**
     * Does a step.
     *
     * @param next where to ask what comes then; absolute
     * @param callerId the number that a transfer shows where its step names none
     */
    static String of(Step step, String next, String callerId) {
        return document(document -> document.step(step, next, callerId));
    }

    /** Is silent for a second, and asks again. */
    static String waitASecond(String next) {
        return document(document -> {
            document.pause(Duration.ofSeconds(1));
            document.redirect(next);
        });
    }

    /**
     * Connects the call with a media stream. The redirect behind it is reached only if Twilio can't do that at all, and does
     * not even request the action.
     *
     * @param url where to, wss
     * @param name by which reports call it
     * @param report where to report if that fails
     * @param next where to ask what comes when the stream is over
     */
    static String stream(String url, String name, String report, String next) {
        return document(document -> {
            document.start("Connect", Map.of("action", next, "method", POST));
            document.empty(
                    "Stream",
                    new TreeMap<>(
                            Map.of("name", name, "statusCallback", report, "statusCallbackMethod", POST, "url", url)));
            document.xml.writeEndElement();
            document.redirect(next);
        });
    }

    /**
     * Has a media stream listen to both sides, and asks again at once.
     *
     * @param url where to, wss
     * @param name by which it can be stopped
     * @param report where to report if that fails
     */
    static String tap(String url, String name, String report, String next) {
        return document(document -> {
            document.start("Start", Map.of());
            document.empty(
                    "Stream",
                    new TreeMap<>(Map.of(
                            "name",
                            name,
                            "statusCallback",
                            report,
                            "statusCallbackMethod",
                            POST,
                            "track",
                            "both_tracks",
                            "url",
                            url)));
            document.xml.writeEndElement();
            document.redirect(next);
        });
    }

    /**
     * Has the call take part in a conference, which is over for all when anybody leaves.
     *
     * @param conference which
     * @param muted whether the others don't hear this one
     * @param wait where to ask what this one hears until the conference begins; not used for Twilio's own music
     * @param report where to report who has come; Twilio uses that of who comes first
     */
    static String conference(Step.Conference conference, boolean muted, String wait, String report, String next) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("beep", "false");
        attributes.put("endConferenceOnExit", "true");
        attributes.put("muted", Boolean.toString(muted));
        attributes.put("startConferenceOnEnter", Boolean.toString(conference.starts()));
        attributes.put("statusCallback", report);
        attributes.put("statusCallbackEvent", "join");
        attributes.put("statusCallbackMethod", POST);
        if (conference.music().isPresent()) {
            attributes.put("waitMethod", POST);
            attributes.put("waitUrl", wait);
        }
        return document(document -> {
            document.start("Dial", new TreeMap<>(Map.of("action", next, "method", POST)));
            document.element("Conference", attributes, conference.name());
            document.xml.writeEndElement();
        });
    }

    /** Music that begins again at its end, and then to be asked again. */
    static String music(Optional<URI> music) {
        return document(document -> document.hold(music));
    }

    /** Hangs up. */
    static String hangUp() {
        return document(document -> document.xml.writeEmptyElement("Hangup"));
    }

    private static String document(Body body) {
        try {
            Twiml document = new Twiml();
            document.xml.writeStartElement("Response");
            body.write(document);
            document.xml.writeEndElement();
            document.xml.flush();
            return document.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("A document in memory can be written.", e);
        }
    }

    private void step(Step step, String next, String callerId) throws XMLStreamException {
        if (step instanceof Step.Say say) {
            say(say.speech());
        } else if (step instanceof Step.Play play) {
            element("Play", Map.of(), play.audio().toString());
        } else if (step instanceof Step.Hold hold) {
            hold(hold.music());
        } else if (step instanceof Step.Pause pause) {
            pause(pause.length());
        } else if (step instanceof Step.SendDigits digits) {
            empty("Play", Map.of("digits", digits.keys()));
        } else if (step instanceof Step.Listen listen) {
            gather(listen, next);
        } else if (step instanceof Step.Transfer transfer) {
            dial(transfer, next, callerId);
            return; // the rest would be unreachable: Dial has an action
        } else if (step instanceof Step.Reject reject) {
            empty("Reject", Map.of("reason", reject.busy() ? "busy" : "rejected"));
            return;
        }
        redirect(next);
    }

    /** Twilio plays it a thousand times at most, and none at all if it can't be fetched. */
    private void hold(Optional<URI> music) throws XMLStreamException {
        element("Play", Map.of("loop", "0"), music.orElse(HOLD_MUSIC).toString());
        pause(SILENT_HOLD);
    }

    private void say(Speech speech) throws XMLStreamException {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("language", speech.language());
        speech.voice().ifPresent(voice -> attributes.put("voice", voice));
        element("Say", attributes, speech.text());
    }

    private void pause(Duration length) throws XMLStreamException {
        empty("Pause", Map.of("length", seconds(length)));
    }

    /**
     * The redirect behind it is reached only if Twilio can't do the gather at all, since its action is requested also for
     * an empty result. {@code speechTimeout} stays {@code auto} and no model is named: the two exclude each other.
     */
    private void gather(Step.Listen listen, String next) throws XMLStreamException {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("action", next);
        attributes.put("actionOnEmptyResult", "true");
        attributes.put("input", listen.keys() ? "dtmf speech" : "speech");
        attributes.put("language", listen.prompt().language());
        attributes.put("method", POST);
        attributes.put("speechTimeout", "auto");
        attributes.put("timeout", seconds(listen.timeout()));
        if (!listen.expected().phrases().isEmpty()) {
            attributes.put("hints", hints(listen.expected().phrases()));
        }
        if (listen.keys() && listen.expected().maxKeys() > 0) {
            attributes.put("numDigits", String.valueOf(listen.expected().maxKeys()));
        }
        start("Gather", attributes);
        say(listen.prompt());
        xml.writeEndElement();
    }

    /** Commas separate phrases, so they can't be part of one; and the document must not grow beyond Twilio's 64 kB. */
    private static String hints(List<String> phrases) {
        StringBuilder hints = new StringBuilder();
        for (String phrase : phrases) {
            String clean = phrase.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}]|,", " ")
                    .strip();
            if (!clean.isEmpty() && hints.length() + clean.length() < MAX_HINTS_LENGTH) {
                hints.append(hints.isEmpty() ? "" : ", ").append(clean);
            }
        }
        return hints.toString();
    }

    private void dial(Step.Transfer transfer, String next, String callerId) throws XMLStreamException {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("action", next);
        attributes.put(
                "callerId", transfer.callerId().map(number -> number.e164()).orElse(callerId));
        attributes.put("method", POST);
        attributes.put("timeout", seconds(transfer.ringTimeout()));
        start("Dial", attributes);
        element("Number", Map.of(), transfer.to().e164());
        xml.writeEndElement();
    }

    private void redirect(String next) throws XMLStreamException {
        element("Redirect", Map.of("method", POST), next);
    }

    private void element(String name, Map<String, String> attributes, String content) throws XMLStreamException {
        start(name, attributes);
        xml.writeCharacters(content);
        xml.writeEndElement();
    }

    private void empty(String name, Map<String, String> attributes) throws XMLStreamException {
        xml.writeEmptyElement(name);
        attributes(attributes);
    }

    private void start(String name, Map<String, String> attributes) throws XMLStreamException {
        xml.writeStartElement(name);
        attributes(attributes);
    }

    private void attributes(Map<String, String> attributes) throws XMLStreamException {
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            xml.writeAttribute(attribute.getKey(), attribute.getValue());
        }
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.plusMillis(999).toSeconds());
    }
}
