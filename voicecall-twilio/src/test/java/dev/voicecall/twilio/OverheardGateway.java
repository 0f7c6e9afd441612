package dev.voicecall.twilio;

import dev.voicecall.Recording;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway that notes down what is told of recordings. */
final class OverheardGateway implements CallGateway {
    final List<Recording> told = new CopyOnWriteArrayList<>();
    private final CallGateway gateway;

    OverheardGateway(CallGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void start(Scheduler scheduler, Listener listener) {
        gateway.start(scheduler, new Listener() {
            @Override
            public void onIncoming(CallLeg leg) {
                listener.onIncoming(leg);
            }

            @Override
            public void onRecording(Recording recording) {
                told.add(recording);
                listener.onRecording(recording);
            }
        });
    }

    @Override
    public CallLeg dial(OutboundCall call) {
        return gateway.dial(call);
    }

    @Override
    public void close() {
        gateway.close();
    }

    @Override
    public Optional<RecordingArchive> recordings() {
        return gateway.recordings();
    }

    /** The states that were told of, in their order. */
    List<Recording.State> states() {
        return told.stream().map(Recording::state).toList();
    }
}
