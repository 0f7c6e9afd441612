package dev.voicecall.testkit.assemblyai;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Files that were uploaded, the last 100 of them. Safe for use by many threads. */
final class Uploads {
    /** What the URL of an upload begins with, after the simulator's own. */
    static final String PATH = "/upload/";

    private static final int MOST = 100;

    private final Map<String, Upload> uploads = new LinkedHashMap<>();

    /** @param key with which it was uploaded */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Upload(String key, byte[] file) {}

    /** @return the last part of its URL */
    synchronized String add(String key, byte[] file) {
        String name = UUID.randomUUID().toString();
        uploads.put(name, new Upload(key, file));
        if (uploads.size() > MOST) {
            uploads.remove(uploads.keySet().iterator().next());
        }
        return name;
    }

    /** The one with this URL; empty if it is another's, or of some other place. */
    synchronized Optional<Upload> find(String url) {
        int at = url.indexOf(PATH);
        return at < 0 ? Optional.empty() : Optional.ofNullable(uploads.get(url.substring(at + PATH.length())));
    }
}
