package dev.voicecall.openai;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells raw 16-bit PCM from what servers send instead. */
final class PcmCheck {
    private static final Set<String> PCM_TYPES = Set.of(
            "",
            "audio/pcm",
            "audio/l16",
            "audio/raw",
            "audio/x-raw",
            "application/octet-stream",
            "binary/octet-stream");

    /** As samples, each of these would begin with a bang. */
    private static final Map<String, String> BEGINNINGS = Map.of(
            "RIFF", "a WAV file",
            "ID3", "an MP3 file",
            "OggS", "an Ogg file",
            "fLaC", "a FLAC file",
            "{\"", "JSON",
            "{\n", "JSON",
            "<!", "HTML",
            "<h", "HTML",
            "\u001AEß£", "a WebM file");

    private PcmCheck() {}

    /**
     * What it is, if it can't be PCM of 24 kHz.
     *
     * @param contentType in lower case, without spaces
     */
    static Optional<String> ofContentType(String contentType) {
        String[] parts = contentType.split(";", -1);
        boolean otherRate = false;
        for (int i = 1; i < parts.length; i++) {
            otherRate |= parts[i].startsWith("rate=") && !parts[i].equals("rate=24000");
        }
        return PCM_TYPES.contains(parts[0]) && !otherRate ? Optional.empty() : Optional.of(contentType);
    }

    /**
     * What it is, if it isn't PCM.
     *
     * @param bytes the first ones, 4 at least if there are as many
     */
    static Optional<String> ofBeginning(byte[] bytes) {
        String beginning = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
        return BEGINNINGS.keySet().stream()
                .filter(beginning::startsWith)
                .map(known -> Optional.ofNullable(BEGINNINGS.get(known)).orElseThrow())
                .findFirst()
                .or(() -> isMp3Frame(bytes) ? Optional.of("an MP3 file") : Optional.empty());
    }

    /** The header of a frame of layer III: all ones, a layer, a bit rate and a sample rate that there are (ISO 11172-3, 2.4.1.3). */
    private static boolean isMp3Frame(byte[] bytes) {
        if (bytes.length < 4 || (bytes[0] & 0xFF) != 0xFF || (bytes[1] & 0xE6) != 0xE2) {
            return false;
        }
        int bitRate = (bytes[2] & 0xF0) >> 4;
        int sampleRate = (bytes[2] & 0x0C) >> 2;
        return (bytes[1] & 0x18) != 0x08 && bitRate != 0 && bitRate != 15 && sampleRate != 3;
    }
}
