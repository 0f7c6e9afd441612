package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ToolUse;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A fake model whose cuts are part of the call's course, and whose tools are counted. Belongs to one call. */
final class RecordedModel implements SpeechToSpeech {
    private final FakeSpeechToSpeech model;
    private final AgentCourse course;
    private final List<String> asked = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();

    RecordedModel(FakeSpeechToSpeech model, AgentCourse course) {
        this.model = model;
        this.course = course;
    }

    /** The tools that were asked for. */
    List<String> asked() {
        return asked;
    }

    /** Those of which it was told what came of them. */
    List<String> settled() {
        return settled;
    }

    /** The words that were understood, in the order in which they were said. */
    List<String> heard() {
        return heard;
    }

    @Override
    public List<Tool> tools() {
        return model.tools();
    }

    @Override
    public Session open(Request request, Listener listener) {
        return new RecordedSession(model.open(request, new RecordedListener(listener)));
    }

    private final class RecordedSession implements Session {
        private final Session session;

        RecordedSession(Session session) {
            this.session = session;
        }

        @Override
        public void audio(byte[] muLaw) {
            session.audio(muLaw);
        }

        @Override
        public void text(String words) {
            session.text(words);
        }

        @Override
        public void prompt(String instructions) {
            session.prompt(instructions);
        }

        @Override
        public void cut(String item, Duration position) {
            int before = model.cuts().size();
            session.cut(item, position);
            model.cuts().stream().skip(before).forEach(course::cut);
        }

        @Override
        public void toolSettled(ToolUse use) {
            settled.add(use.id());
            session.toolSettled(use);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private final class RecordedListener implements Listener {
        private final Listener listener;

        RecordedListener(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen() {
            listener.onOpen();
        }

        @Override
        public void onSpeechBegan() {
            listener.onSpeechBegan();
        }

        @Override
        public void onSpeechEnded(String item) {
            ended.add(item);
            heard.add("");
            listener.onSpeechEnded(item);
        }

        @Override
        public void onCallerWords(String item, String words) {
            heard.set(ended.indexOf(item), words);
            listener.onCallerWords(item, words);
        }

        @Override
        public void onAudio(String item, byte[] muLaw) {
            listener.onAudio(item, muLaw);
        }

        @Override
        public void onWords(String item, String piece) {
            listener.onWords(item, piece);
        }

        @Override
        public void onItemEnded(String item) {
            listener.onItemEnded(item);
        }

        @Override
        public void onToolCalls(List<ToolCall> calls) {
            calls.forEach(call -> asked.add(call.id()));
            listener.onToolCalls(calls);
        }

        @Override
        public void onAnswered() {
            listener.onAnswered();
        }

        @Override
        public void onWarning(VoiceCallException problem) {
            listener.onWarning(problem);
        }

        @Override
        public void onFailure(ProviderException failure) {
            listener.onFailure(failure);
        }
    }
}
