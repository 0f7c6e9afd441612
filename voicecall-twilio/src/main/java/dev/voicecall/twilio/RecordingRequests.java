package dev.voicecall.twilio;

import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.CallCreator;
import com.twilio.rest.api.v2010.account.call.Recording;
import dev.voicecall.RecordingOptions;
import java.util.List;

/** How Twilio is asked to record. */
final class RecordingRequests {
    private static final List<String> ALL_EVENTS = List.of("in-progress", "completed", "absent");

    private RecordingRequests() {}

    /** Has a call recorded from when it is picked up. */
    static void onCreate(CallCreator call, RecordingOptions how, String callback) {
        call.setRecord(true)
                .setRecordingChannels(channels(how))
                .setRecordingTrack("both")
                .setTrim(trim(how))
                .setRecordingStatusCallback(callback)
                .setRecordingStatusCallbackMethod(HttpMethod.POST)
                .setRecordingStatusCallbackEvent(ALL_EVENTS);
    }

    /** Has a call recorded from now on. @return the recording's SID */
    static String begin(TwilioRestClient client, String callSid, RecordingOptions how, String callback) {
        String sid = Recording.creator(callSid)
                .setRecordingChannels(channels(how))
                .setRecordingTrack("both")
                .setTrim(trim(how))
                .setRecordingStatusCallback(callback)
                .setRecordingStatusCallbackMethod(HttpMethod.POST)
                .setRecordingStatusCallbackEvent(ALL_EVENTS)
                .create(client)
                .getSid();
        if (sid == null) {
            throw RestFailure.noAnswer(new IllegalStateException("a success without a RecordingSid"), false);
        }
        return sid;
    }

    /** Has a recording stand still (it records silence then), go on, or end. */
    static Recording update(TwilioRestClient client, String callSid, String sid, Recording.Status status) {
        var update = Recording.updater(callSid, sid, status);
        if (status == Recording.Status.PAUSED) {
            update.setPauseBehavior("silence");
        }
        return update.update(client);
    }

    private static String channels(RecordingOptions how) {
        return how.channels() == 2 ? "dual" : "mono";
    }

    /** Said in any case: the default differs between the two ways to begin. */
    private static String trim(RecordingOptions how) {
        return how.trimSilence() ? "trim-silence" : "do-not-trim";
    }
}
