package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What a Realtime server says. Immutable.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/realtime-server-events">OpenAI: Server events</a>
 */
sealed interface RealtimeEvent {
    /** Its {@code type}; empty if there is none. */
    String type();

    /**
     * A piece of speech, {@code response.output_audio.delta}.
     *
     * @param response to which answer it belongs
     * @param item to which message
     * @param contentIndex to which part of the message
     * @param sound in the session's format
     */
    record Audio(String response, String item, int contentIndex, byte[] sound) implements RealtimeEvent {
        static final String TYPE = "response.output_audio.delta";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Anything else.
     *
     * @param type empty if it is none of the protocol's
     * @param json all of it
     */
    record Other(String type, JsonNode json) implements RealtimeEvent {
        /** Those that tell nothing that others don't. */
        private static final Set<String> PASSED_OVER = Set.of(
                "session.created",
                "conversation.item.created",
                "conversation.item.truncated",
                "conversation.item.deleted",
                "conversation.item.input_audio_transcription.segment",
                "input_audio_buffer.cleared",
                "input_audio_buffer.timeout_triggered",
                "rate_limits.updated",
                "response.output_item.added",
                "response.content_part.added",
                "response.content_part.done",
                "response.output_audio.done",
                "response.output_audio_transcript.done",
                "response.function_call_arguments.delta",
                "response.function_call_arguments.done");

        /** Whether it is one of the protocol's that we need not look at. */
        boolean isKnown() {
            return PASSED_OVER.contains(type);
        }

        /** A field that is a string; empty if it isn't there. */
        String text(String field) {
            return json.path(field).asText("");
        }
    }
}
