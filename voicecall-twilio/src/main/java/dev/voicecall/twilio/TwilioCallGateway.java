package dev.voicecall.twilio;

import com.twilio.http.TwilioRestClient;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Messenger;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls over Twilio: by carrier speech, where Twilio speaks and transcribes, and with live audio, over media streams.
 *
 * <p>Twilio has to reach this program: {@link TwilioCallGatewayBuilder#publicUrl} is the base of the URLs that it is
 * given, and must lead to
 * the web server on which the gateway mounts its handlers, directly or through a proxy or a tunnel. Without a server of
 * yours ({@link TwilioCallGatewayBuilder#webServer}) it opens one, for which a provider such as voicecall-netty has to be on the class path.
 *
 * <p>To take calls, set your number's voice URL at Twilio to the public URL followed by {@link TwilioRoutes#incoming()}, and
 * its status callback to the same followed by {@link TwilioRoutes#status()}.
 *
 * <p>Every webhook's signature is checked, and that of every media stream's handshake. Safe for use by many threads.
 */
public final class TwilioCallGateway implements CallGateway {
    private final TwilioCallGatewayBuilder settings;
    private final WebServer server;
    private final LegRegistry registry = new LegRegistry();
    private volatile TwilioLeg.@Nullable Context context;
    private volatile @Nullable RecordingArchive recordings;
    private volatile @Nullable TwilioMessenger messenger;

    TwilioCallGateway(TwilioCallGatewayBuilder settings, WebServer server) {
        this.settings = settings;
        this.server = server;
    }

    /** A builder without settings. */
    public static TwilioCallGatewayBuilder builder() {
        return new TwilioCallGatewayBuilder();
    }

    /**
     * A gateway with the settings of the environment: {@code TWILIO_ACCOUNT_SID}, {@code TWILIO_AUTH_TOKEN},
     * {@code TWILIO_PHONE_NUMBER} and {@code PUBLIC_URL}; and where they are set {@code TWILIO_API_KEY} with
     * {@code TWILIO_API_SECRET}, {@code TWILIO_WHATSAPP_NUMBER}, {@code TWILIO_MESSAGING_SERVICE_SID}, {@code TWILIO_REGION}, {@code TWILIO_EDGE}, {@code TWILIO_API_BASE_URL}, {@code HOST}
     * (127.0.0.1) and {@code PORT} (5000).
     *
     * @throws VoiceCallException if something that is needed is missing or wrong
     */
    public static TwilioCallGateway fromEnvironment() {
        return builder().environment(System.getenv()).build();
    }

    @Override
    public void start(Scheduler scheduler, Listener incoming) {
        new TwilioWebhooks(this::context, this::startedMessenger, settings.signature(), incoming)
                .mount(server, settings.routes());
        URI address = startServer();
        TwilioConfig config =
                new TwilioConfig(settings.phoneNumber(), settings.publicUrlOr(address), settings.routes());
        TwilioRestClient client = settings.restClient(scheduler);
        recordings = new TwilioRecordings(
                client, new RecordingMedia(settings.apiBase(), settings.authorization(), scheduler));
        TwilioLeg.Context shared =
                new TwilioLeg.Context(config, new TwilioRest(client, scheduler), scheduler, registry);
        messenger = new TwilioMessenger(shared, settings.messageSenders());
        context = shared;
    }

    @Override
    public CallLeg dial(OutboundCall call) {
        return TwilioLeg.outbound(context(), call);
    }

    /**
     * The recordings of the account. Sound is fetched from the API's own host, always with the credentials; and where Twilio redirects
     * to, from hosts below twilio.com and twiliocdn.com by https, without them.
     */
    @Override
    public Optional<RecordingArchive> recordings() {
        return Optional.ofNullable(recordings);
    }

    /**
     * Sends and takes text messages over the same account and the same web server, once the gateway was started. For messages that
     * come in, set your number's messaging URL at Twilio, or your WhatsApp sender's, to the public URL followed by
     * {@link TwilioRoutes#message()}.
     *
     * @throws VoiceCallException if {@code VoiceCalls} was not built over this gateway yet
     */
    public Messenger messenger() {
        return startedMessenger();
    }

    private TwilioMessenger startedMessenger() {
        return started(messenger);
    }

    private URI startServer() {
        try {
            return server.start();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private TwilioLeg.Context context() {
        return started(context);
    }

    private static <T> T started(@Nullable T known) {
        if (known == null) {
            throw new VoiceCallException("The gateway was not started; build VoiceCalls over it first.");
        }
        return known;
    }

    /** How many calls Twilio may still have something to say about. */
    public int openLegs() {
        return registry.size();
    }

    /** How many media streams Twilio may still open. */
    int expectedStreams() {
        return registry.expectedStreams();
    }

    @Override
    public void close() {
        registry.close();
        if (messenger != null) {
            messenger.close();
        }
        if (settings.ownsServer()) {
            server.close();
        }
    }
}
