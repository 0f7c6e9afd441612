package dev.voicecall.twilio;

import com.twilio.http.HttpClient;
import com.twilio.http.TwilioRestClient;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Settings of a gateway. Not safe for use by several threads. */
public final class TwilioCallGatewayBuilder {
    private @Nullable String accountSid;
    private @Nullable String authToken;
    private @Nullable String apiKey;
    private @Nullable String apiSecret;
    private @Nullable PhoneNumber phoneNumber;
    private @Nullable PhoneNumber whatsAppNumber;
    private @Nullable String messagingService;
    private @Nullable URI publicUrl;
    private @Nullable URI apiBaseUrl;
    private @Nullable String region;
    private @Nullable String edge;
    private @Nullable WebServer webServer;
    private @Nullable HttpClient httpClient;
    private String host = "127.0.0.1";
    private int port = 5000;
    private TwilioRoutes routes = TwilioRoutes.DEFAULT;
    private boolean publicUrlIsLocal;
    private boolean acceptUnsigned;

    TwilioCallGatewayBuilder() {}

    /**
     * Takes what is set among these variables; see {@link TwilioCallGateway#fromEnvironment()}. Blank is not set.
     *
     * @throws VoiceCallException if one is wrong
     */
    public TwilioCallGatewayBuilder environment(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (value.isBlank()) {
                return;
            }
            switch (name) {
                case "TWILIO_ACCOUNT_SID" -> accountSid(value);
                case "TWILIO_AUTH_TOKEN" -> authToken(value);
                case "TWILIO_API_KEY" -> apiKey = value;
                case "TWILIO_API_SECRET" -> apiSecret = value;
                case "TWILIO_PHONE_NUMBER" -> phoneNumber(value);
                case "TWILIO_WHATSAPP_NUMBER" -> whatsAppNumber(value);
                case "TWILIO_MESSAGING_SERVICE_SID" -> messagingService(value);
                case "TWILIO_API_BASE_URL" -> apiBaseUrl(url(name, value));
                case "TWILIO_REGION" -> region(value);
                case "TWILIO_EDGE" -> edge(value);
                case "PUBLIC_URL" -> publicUrl(url(name, value));
                case "HOST" -> host = value;
                case "PORT" -> port = port(value);
                default -> {}
            }
        });
        return this;
    }

    /** The account's SID, {@code AC…}. */
    public TwilioCallGatewayBuilder accountSid(String accountSid) {
        this.accountSid = accountSid;
        return this;
    }

    /** The account's primary auth token: checks signatures, and serves for REST where no API key is set. */
    public TwilioCallGatewayBuilder authToken(String authToken) {
        this.authToken = authToken;
        return this;
    }

    /** An API key for REST, {@code SK…} with its secret, instead of the auth token. */
    public TwilioCallGatewayBuilder apiKey(String keySid, String secret) {
        this.apiKey = keySid;
        this.apiSecret = secret;
        return this;
    }

    /**
     * Our own number, from which calls are placed.
     *
     * @throws dev.voicecall.InvalidPhoneNumberException if it isn't E.164
     */
    public TwilioCallGatewayBuilder phoneNumber(String e164) {
        this.phoneNumber = PhoneNumber.of(e164);
        return this;
    }

    /**
     * Our own number on WhatsApp, from which messages are sent there; the {@link #messagingService}'s or else the {@link #phoneNumber}
     * by default.
     *
     * @throws dev.voicecall.InvalidPhoneNumberException if it isn't E.164
     */
    public TwilioCallGatewayBuilder whatsAppNumber(String e164) {
        this.whatsAppNumber = PhoneNumber.of(e164);
        return this;
    }

    /**
     * The SID of a messaging service, {@code MG…}, that chooses from which of its senders messages are sent; without it they are sent
     * from the {@link #phoneNumber}.
     */
    public TwilioCallGatewayBuilder messagingService(String messagingServiceSid) {
        this.messagingService = messagingServiceSid;
        return this;
    }

    /**
     * The base by which Twilio reaches the web server, for example {@code https://calls.example.com}. A path in it is taken
     * for a proxy's, which strips it. For live audio it has to be https at port 443, and lead there for WebSockets, too.
     */
    public TwilioCallGatewayBuilder publicUrl(URI publicUrl) {
        this.publicUrl = publicUrl;
        return this;
    }

    /**
     * Twilio reaches the web server at the server's own address, for instance because it is a simulator on this machine.
     * Then {@link #publicUrl} need not be known, and the port may be any that is free.
     */
    public TwilioCallGatewayBuilder publicUrlIsLocal() {
        this.publicUrlIsLocal = true;
        return this;
    }

    /** Another place than {@code https://api.twilio.com} for REST, such as a simulator or a proxy. */
    public TwilioCallGatewayBuilder apiBaseUrl(URI apiBaseUrl) {
        this.apiBaseUrl = apiBaseUrl;
        return this;
    }

    /** Twilio's region, {@code ie1} for example; its credentials are its own. */
    public TwilioCallGatewayBuilder region(String region) {
        this.region = region;
        return this;
    }

    /** Twilio's edge, {@code dublin} for example. */
    public TwilioCallGatewayBuilder edge(String edge) {
        this.edge = edge;
        return this;
    }

    /** The host's web server, which is not closed with the gateway. Without it, the gateway opens one of its own. */
    public TwilioCallGatewayBuilder webServer(WebServer server) {
        this.webServer = server;
        return this;
    }

    /** The address on which the gateway's own server listens; 127.0.0.1 and 5000 by default, 0 for any free port. */
    public TwilioCallGatewayBuilder listen(String host, int port) {
        this.host = host;
        this.port = port;
        return this;
    }

    /** Other paths than {@link TwilioRoutes#DEFAULT}. */
    public TwilioCallGatewayBuilder routes(TwilioRoutes routes) {
        this.routes = routes;
        return this;
    }

    /**
     * What carries REST requests; each is sent through it once. {@link #apiBaseUrl} is then its own business. The sound of recordings is
     * fetched without it.
     */
    public TwilioCallGatewayBuilder httpClient(HttpClient httpClient) {
        this.httpClient = httpClient;
        return this;
    }

    /** Takes every request to the webhooks for Twilio's. Whoever finds the URL can then speak on calls. */
    public TwilioCallGatewayBuilder insecureAcceptUnsignedWebhooks() {
        this.acceptUnsigned = true;
        return this;
    }

    /** @throws VoiceCallException if something that is needed is missing or wrong */
    public TwilioCallGateway build() {
        require("account SID", "TWILIO_ACCOUNT_SID", accountSid);
        require("phone number", "TWILIO_PHONE_NUMBER", phoneNumber);
        if (!publicUrlIsLocal) {
            requireHttpUrl(require("public URL, by which Twilio reaches this program,", "PUBLIC_URL", publicUrl));
        }
        if (!acceptUnsigned) {
            require("auth token, with which Twilio's signatures are checked,", "TWILIO_AUTH_TOKEN", authToken);
        }
        if (apiKey == null) {
            require("auth token or API key, for the REST API,", "TWILIO_AUTH_TOKEN", authToken);
        } else {
            require("secret of the API key", "TWILIO_API_SECRET", apiSecret);
        }
        return new TwilioCallGateway(this, webServer == null ? ownServer() : webServer);
    }

    private WebServer ownServer() {
        return ServiceLoader.load(WebServer.Provider.class)
                .findFirst()
                .orElseThrow(() -> new VoiceCallException("There is no web server for Twilio's webhooks."
                        + " Add voicecall-netty to the dependencies, or set webServer(…) to a server of yours."))
                .create(host, port);
    }

    PhoneNumber phoneNumber() {
        return require("phone number", "TWILIO_PHONE_NUMBER", phoneNumber);
    }

    MessageSenders messageSenders() {
        return new MessageSenders(
                phoneNumber(), Optional.ofNullable(whatsAppNumber), Optional.ofNullable(messagingService));
    }

    URI publicUrlOr(URI serverAddress) {
        URI url = publicUrlIsLocal ? serverAddress : require("public URL", "PUBLIC_URL", publicUrl);
        return URI.create(url.toString().replaceAll("/+$", ""));
    }

    boolean ownsServer() {
        return webServer == null;
    }

    TwilioRoutes routes() {
        return routes;
    }

    @Nullable
    TwilioSignature signature() {
        return acceptUnsigned || authToken == null ? null : new TwilioSignature(authToken);
    }

    TwilioRestClient restClient(Scheduler scheduler) {
        String account = require("account SID", "TWILIO_ACCOUNT_SID", accountSid);
        HttpClient http =
                httpClient == null ? new JdkHttpClient(apiBaseUrl, scheduler, JdkHttpClient.ANSWER) : httpClient;
        TwilioRestClient.Builder client = new TwilioRestClient.Builder(user(), password())
                .accountSid(account)
                .httpClient(new SingleAttemptHttpClient(http))
                .userAgentExtensions(List.of("voicecall"));
        if (region != null) {
            client.region(region);
        }
        if (edge != null) {
            client.edge(edge);
        }
        return client.build();
    }

    private String user() {
        return apiKey == null ? require("account SID", "TWILIO_ACCOUNT_SID", accountSid) : apiKey;
    }

    private String password() {
        return apiKey == null
                ? require("auth token", "TWILIO_AUTH_TOKEN", authToken)
                : require("API secret", "TWILIO_API_SECRET", apiSecret);
    }

    /** What proves to the API who we are. */
    String authorization() {
        byte[] credentials = (user() + ":" + password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** Where the API is: {@code https://api.edge.region.twilio.com}, or the place that was set instead. */
    URI apiBase() {
        if (apiBaseUrl != null) {
            return apiBaseUrl;
        }
        String where = Stream.of(edge, region == null && edge != null ? "us1" : region)
                .filter(part -> part != null)
                .map(part -> part + ".")
                .collect(Collectors.joining());
        return URI.create("https://api." + where + "twilio.com");
    }

    private static <T> T require(String what, String variable, @Nullable T value) {
        if (value == null || value.toString().isBlank()) {
            throw new VoiceCallException(
                    "The Twilio " + what + " is missing; set it in the builder or as " + variable + ".");
        }
        return value;
    }

    private static void requireHttpUrl(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new VoiceCallException(
                    "The public URL is \"" + url
                            + "\"; it must be an http or https URL without query and fragment, like https://calls.example.com.");
        }
    }

    private static URI url(String variable, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new VoiceCallException(variable + " is \"" + text + "\", which is not a URL.", e);
        }
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new VoiceCallException("PORT is \"" + text + "\"; it must be a number from 0 to 65535.");
        }
        return Integer.parseInt(text);
    }
}
