package dev.voicecall.twilio;

import dev.voicecall.IncomingMessage;
import dev.voicecall.OutgoingMessage.Channel;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each message that comes in to the listener, once: Twilio may bring it more than once. Of {@value #REMEMBERED} it is known
 * that they were here; {@value #MAX_WAITING} at most are with the listener at once, beyond that Twilio gets a 503 and turns to the
 * number's fallback URL. Safe for use by many threads.
 */
final class IncomingMessages {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingMessages.class);
    private static final String NO_REPLY = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    private static final String WHATSAPP = "whatsapp:";
    private static final int MAX_MEDIA = 20;
    static final int REMEMBERED = 10_000;
    static final int MAX_WAITING = 1_000;

    private final Executor worker;
    private final Set<String> known = new LinkedHashSet<>();
    private int waiting;
    private volatile @Nullable Consumer<IncomingMessage> listener;

    IncomingMessages(Executor worker) {
        this.worker = worker;
    }

    void listener(Consumer<IncomingMessage> listener) {
        this.listener = listener;
    }

    /** A message has come in. */
    HttpResponse take(FormParameters form) {
        Consumer<IncomingMessage> taker = listener;
        Optional<IncomingMessage> message = read(form);
        if (message.isEmpty()) {
            LOG.warn("Ignored a message: it has no id, or came by a channel that is neither SMS nor WhatsApp.");
        } else if (taker == null) {
            LOG.warn("Nobody takes messages, so {} is lost; set Messenger.onIncoming.", message.get());
        } else if (isKnown(message.get().id())) {
            LOG.debug("{} came once more.", message.get());
        } else if (!hand(message.get(), taker)) {
            LOG.warn("More than {} messages are with the listener; {} is refused.", MAX_WAITING, message.get());
            return HttpResponse.of(503);
        }
        return HttpResponse.of(200, "text/xml", NO_REPLY);
    }

    private boolean isKnown(String id) {
        synchronized (known) {
            return known.contains(id);
        }
    }

    private boolean hand(IncomingMessage message, Consumer<IncomingMessage> taker) {
        synchronized (known) {
            if (waiting == MAX_WAITING) {
                return false;
            }
            if (!known.add(message.id())) {
                return true;
            }
            waiting++;
            if (known.size() > REMEMBERED) {
                known.remove(known.iterator().next());
            }
        }
        worker.execute(() -> tell(message, taker));
        return true;
    }

    private void tell(IncomingMessage message, Consumer<IncomingMessage> taker) {
        try {
            taker.accept(message);
        } catch (RuntimeException e) {
            LOG.error("The listener failed with {}.", message, e);
        } finally {
            synchronized (known) {
                waiting--;
            }
        }
    }

    private static Optional<IncomingMessage> read(FormParameters form) {
        String id = form.first("MessageSid").or(() -> form.first("SmsSid")).orElse("");
        String from = form.first("From").orElse("");
        boolean whatsApp = from.startsWith(WHATSAPP);
        if (!id.matches("[A-Z]{2}[0-9a-fA-F]{32}") || from.isEmpty() || (!whatsApp && from.indexOf(':') >= 0)) {
            return Optional.empty();
        }
        return Optional.of(new IncomingMessage(
                id,
                whatsApp ? Channel.WHATSAPP : Channel.SMS,
                address(from),
                address(form.first("To").orElse("")),
                form.first("Body").orElse(""),
                media(form)));
    }

    private static String address(String party) {
        return party.startsWith(WHATSAPP) ? party.substring(WHATSAPP.length()) : party;
    }

    private static List<URI> media(FormParameters form) {
        List<URI> media = new ArrayList<>();
        for (int i = 0; i < MAX_MEDIA; i++) {
            Optional<String> url = form.first("MediaUrl" + i);
            if (url.isEmpty()) {
                break;
            }
            try {
                media.add(new URI(url.get()));
            } catch (URISyntaxException e) {
                LOG.warn("Left out a medium of a message: its URL is none.");
            }
        }
        return media;
    }
}
