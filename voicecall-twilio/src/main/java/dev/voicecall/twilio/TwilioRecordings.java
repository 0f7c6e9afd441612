package dev.voicecall.twilio;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Recording;
import dev.voicecall.CarrierException;
import dev.voicecall.Recording.Processing;
import dev.voicecall.Recording.State;
import dev.voicecall.spi.RecordingArchive;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of a Twilio account. {@code RequestedChannels=2} is asked for where a recording has two; one that turns out to be mono
 * (16113) is fetched as it is. Safe for use by many threads.
 */
final class TwilioRecordings implements RecordingArchive {
    private static final Logger LOG = LoggerFactory.getLogger(TwilioRecordings.class);
    private static final int NO_SUCH_CHANNELS = 16113;
    private static final int NOT_FOUND = 20404;
    /** The page of Twilio's list; nobody records a call more often. */
    private static final int MOST_OF_A_CALL = 1_000;

    private final TwilioRestClient client;
    private final RecordingMedia media;
    private final String folder;
    private final Pattern url;

    /** @param media what fetches from this account */
    TwilioRecordings(TwilioRestClient client, RecordingMedia media) {
        this.client = client;
        this.media = media;
        this.folder = "/2010-04-01/Accounts/" + client.getAccountSid() + "/Recordings/";
        this.url = Pattern.compile(Pattern.quote(folder) + "(RE[0-9a-fA-F]{32})(\\.(wav|mp3|json))?");
    }

    @Override
    public InputStream download(dev.voicecall.Recording recording, long maxBytes) {
        String id = requireSid(recording.id());
        try {
            return recording.channels() == 2 ? stereo(id, maxBytes) : media.open(folder + id + ".wav", maxBytes);
        } catch (RestFailure failure) {
            throw failure.isNotFound() ? noSound(id) : failure.toCarrierException();
        }
    }

    private InputStream stereo(String id, long maxBytes) {
        try {
            return media.open(folder + id + ".wav?RequestedChannels=2", maxBytes);
        } catch (RestFailure failure) {
            if (failure.code() != NO_SUCH_CHANNELS) {
                throw failure;
            }
            return media.open(folder + id + ".wav", maxBytes);
        }
    }

    /** Why there is no sound: only Twilio's own word on the recording tells whether it is worth to come again. */
    private CarrierException noSound(String id) {
        Optional<dev.voicecall.Recording> found = find(id);
        if (found.isEmpty()) {
            return new CarrierException("Twilio has no recording " + id + ".", NOT_FOUND, false, null);
        }
        State state = found.get().state();
        if (state == State.ABSENT || state == State.DELETED) {
            return new CarrierException(
                    "The recording " + id + " has no sound: it is " + state + ".",
                    found.get().errorCode().orElse(NOT_FOUND),
                    false,
                    null);
        }
        return new CarrierException(
                "The sound of the recording " + id + " is not there yet; come again.", NOT_FOUND, true, null);
    }

    @Override
    public Optional<dev.voicecall.Recording> find(String id) {
        requireSid(id);
        return request(() -> unlessThereIsNone(() -> Recording.fetcher(id).fetch(client)))
                .flatMap(TwilioRecordings::read);
    }

    @Override
    public List<dev.voicecall.Recording> ofCall(String callId) {
        return request(() -> Recording.reader()
                        .setCallSid(callId)
                        .setPageSize((long) MOST_OF_A_CALL)
                        .firstPage(client)
                        .getRecords())
                .stream()
                .flatMap(recording -> read(recording).stream())
                .toList();
    }

    @Override
    public void delete(String id) {
        requireSid(id);
        request(() -> unlessThereIsNone(() -> Recording.deleter(id).delete(client)));
    }

    @Override
    public Optional<String> idOf(URI recording) {
        if (!(media.isOurs(recording) || isApi(recording))
                || recording.getRawUserInfo() != null
                || recording.getRawFragment() != null
                || !(recording.getRawQuery() == null || recording.getRawQuery().matches("RequestedChannels=[12]"))) {
            return Optional.empty();
        }
        Matcher path = url.matcher(recording.getRawPath());
        return path.matches() ? Optional.of(path.group(1)) : Optional.empty();
    }

    /** What callbacks name, whatever place was set for the API. */
    private static boolean isApi(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                && "api.twilio.com".equalsIgnoreCase(url.getHost())
                && (url.getPort() < 0 || url.getPort() == 443);
    }

    private static String requireSid(String id) {
        if (!RecordingReport.isSid(id)) {
            throw new CarrierException(
                    "\"" + id + "\" is not the name of a recording, which is RE and 32 hex digits.",
                    NOT_FOUND,
                    false,
                    null);
        }
        return id;
    }

    private static <T> T request(Supplier<T> request) {
        try {
            return request.get();
        } catch (RestFailure failure) {
            throw failure.toCarrierException();
        }
    }

    private static <T> Optional<T> unlessThereIsNone(Supplier<T> request) {
        try {
            return Optional.of(request.get());
        } catch (RestFailure failure) {
            if (failure.isNotFound()) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** Empty for a recording of a conference, or in a state that we don't know. */
    private static Optional<dev.voicecall.Recording> read(Recording recording) {
        String status = String.valueOf(recording.getStatus());
        Optional<State> state = RecordingReport.state(status);
        if (state.isEmpty() || recording.getCallSid() == null) {
            LOG.warn("Passed over the recording {}: its status is {}.", recording.getSid(), status);
            return Optional.empty();
        }
        return Optional.of(new dev.voicecall.Recording(
                recording.getSid(),
                recording.getCallSid(),
                state.get(),
                Integer.valueOf(2).equals(recording.getChannels()) ? 2 : 1,
                Optional.ofNullable(recording.getStartTime()).map(java.time.ZonedDateTime::toInstant),
                state.get() == State.COMPLETED
                        ? Optional.ofNullable(recording.getDuration()).flatMap(RecordingReport::seconds)
                        : Optional.empty(),
                recording.getErrorCode() == null ? OptionalInt.empty() : OptionalInt.of(recording.getErrorCode()),
                Processing.NONE,
                Optional.empty()));
    }
}
