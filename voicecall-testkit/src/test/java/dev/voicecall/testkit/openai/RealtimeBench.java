package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A simulated Realtime API on virtual time, and its clients. At its end all that came is held against OpenAI's schemas. */
final class RealtimeBench implements AutoCloseable {
    static final Map<String, String> AUTHORIZED = Map.of("Authorization", "Bearer " + SimulatedRealtime.KEY);

    final VirtualScheduler time = new VirtualScheduler();
    private final List<RealtimeClient> clients = new ArrayList<>();
    final SimulatedRealtime openAi;

    RealtimeBench(RealtimeBehaviour behaviour, Answer... answers) {
        this(behaviour, SimulatedModel.script(answers));
    }

    RealtimeBench(RealtimeBehaviour behaviour, SimulatedModel model) {
        openAi = new SimulatedRealtime(time, model).behaviour(behaviour);
    }

    RealtimeClient connect() {
        return connect(SimulatedRealtime.URL, AUTHORIZED);
    }

    RealtimeClient connect(URI uri, Map<String, String> headers) {
        RealtimeClient client = RealtimeClient.connect(time, openAi, uri, headers);
        clients.add(client);
        return client;
    }

    /** A client that has settled on μ-law both ways and on transcripts. */
    RealtimeClient phone() {
        return phone("\"type\":\"server_vad\",\"silence_duration_ms\":500");
    }

    RealtimeClient phone(String detection) {
        RealtimeClient client = connect();
        client.send("""
                {"type":"session.update","session":{"type":"realtime","audio":{
                  "input":{"format":{"type":"audio/pcmu"},"transcription":{"model":"gpt-4o-transcribe"},
                    "turn_detection":%s},
                  "output":{"format":{"type":"audio/pcmu"}}}}}""".formatted(detection.equals("null") ? detection : "{" + detection + "}"));
        client.last("session.updated");
        return client;
    }

    SimulatedSession session() {
        return openAi.sessions().get(0);
    }

    @Override
    public void close() {
        clients.forEach(client -> assertThat(client.problems()).isEmpty());
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }
}
