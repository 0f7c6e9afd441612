package dev.voicecall.socketio;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.AudioTap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Makes messages of what both sides of a call say: {@code media_in} is the other side, {@code media_out} what that hears. Belongs to
 * one call; called on workers, which it holds up until the hub has sent what it made.
 */
final class EncodedSound implements AudioTap.Listener {
    private final CallSound sound;
    private final SideSound theirs;
    private final SideSound ours;

    EncodedSound(CallSound sound, RelayHub hub) {
        this.sound = sound;
        this.theirs = side("media_in", sound, hub);
        this.ours = side("media_out", sound, hub);
    }

    private static SideSound side(String event, CallSound sound, RelayHub hub) {
        byte[] beginning = ("{\"evt\":\"" + event + "\",\"call_id\":" + Json.text(sound.callId()) + ",\"position\":")
                .getBytes(StandardCharsets.UTF_8);
        return new SideSound(
                (position, pcm) -> hub.tell(sound, new Message(event, null, json(beginning, position, pcm))));
    }

    private static byte[] json(byte[] beginning, long position, byte[] pcm) {
        byte[] audio = Base64.getEncoder().encode(pcm);
        ByteArrayOutputStream json = new ByteArrayOutputStream(beginning.length + audio.length + 40);
        json.writeBytes(beginning);
        json.writeBytes((position + ",\"audio\":\"").getBytes(StandardCharsets.US_ASCII));
        json.writeBytes(audio);
        json.write('"');
        json.write('}');
        return json.toByteArray();
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        (speaker == Speaker.THEM ? theirs : ours).add(positionSamples, muLaw);
    }

    @Override
    public void onEnded() {
        theirs.end();
        ours.end();
        sound.encoded();
    }
}
