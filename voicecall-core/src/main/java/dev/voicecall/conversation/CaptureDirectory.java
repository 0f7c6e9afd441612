package dev.voicecall.conversation;

import dev.voicecall.CaptureOptions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where all calls are recorded: gives the files their names, and deletes the oldest when there is no more room. Blocks as the file system
 * does. Safe for use by many threads.
 */
final class CaptureDirectory {
    private static final String ENDING = ".wav";
    private static final int LONGEST_NAME = 64;
    private static final int MOST_OF_A_NAME = 1_000;
    /** What an operating system takes for something else than a file, or a program for an option. */
    private static final Pattern RESERVED =
            Pattern.compile("-.*|(?:con|prn|aux|nul|com\\d|lpt\\d)", Pattern.CASE_INSENSITIVE);

    private final CaptureOptions options;
    private final Set<Path> beingWritten = new HashSet<>();
    private long writtenBytes;
    /** How much the files take of which none is being written; -1 if that is to be counted. */
    private long restBytes = -1;

    private record Old(Path file, long bytes, FileTime written) {}

    CaptureDirectory(CaptureOptions options) {
        this.options = options;
    }

    /**
     * Begins the files of a call. If there are some of its name, they stay, and these are numbered.
     *
     * @param id the carrier's for the call, whatever is in it
     * @throws IOException if they can't be written
     */
    CaptureFiles begin(String id) throws IOException {
        Files.createDirectories(options.directory());
        String name = safe(id);
        for (int i = 1; i <= MOST_OF_A_NAME; i++) {
            List<Path> files = files(i == 1 ? name : name + "-" + i);
            if (claim(files)) {
                return new CaptureFiles(files, new Room(files));
            }
        }
        throw new IOException("there are " + MOST_OF_A_NAME + " recordings of the same name already");
    }

    /** A name that is one file in the directory on any system, and tells nobody's number. */
    static String safe(String id) {
        String plain = id.replaceAll("[^A-Za-z0-9_-]", "_");
        String cut = plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
        if (cut.isEmpty()) {
            return UUID.randomUUID().toString();
        }
        return RESERVED.matcher(cut).matches() ? "call_" + cut : cut;
    }

    private List<Path> files(String name) {
        List<String> names = options.sides() ? List.of("", "-caller", "-agent") : List.of("");
        return names.stream()
                .map(side -> options.directory().resolve(name + side + ENDING))
                .toList();
    }

    private synchronized boolean claim(List<Path> files) throws IOException {
        List<Path> claimed = new ArrayList<>();
        for (Path file : files) {
            try {
                Files.createFile(file);
                claimed.add(file);
            } catch (FileAlreadyExistsException taken) {
                for (Path mine : claimed) {
                    Files.delete(mine);
                }
                return false;
            }
        }
        beingWritten.addAll(files);
        return true;
    }

    private final class Room implements CaptureFiles.Room {
        private final List<Path> files;
        private long taken;

        Room(List<Path> files) {
            this.files = files;
        }

        @Override
        public void take(long bytes) throws IOException {
            makeRoom(bytes);
            taken += bytes;
        }

        @Override
        public void close() {
            written(files, taken);
        }
    }

    private synchronized void makeRoom(long bytes) throws IOException {
        if (options.maxBytes() != Long.MAX_VALUE && (restBytes < 0 || !isRoomFor(bytes))) {
            deleteOldest(bytes);
        }
        writtenBytes += bytes;
    }

    private boolean isRoomFor(long bytes) {
        return restBytes + writtenBytes + bytes <= options.maxBytes();
    }

    private void deleteOldest(long bytes) throws IOException {
        List<Old> oldest = rest();
        restBytes = oldest.stream().mapToLong(Old::bytes).sum();
        for (Old old : oldest) {
            if (isRoomFor(bytes)) {
                return;
            }
            Files.deleteIfExists(old.file);
            restBytes -= old.bytes;
        }
        if (!isRoomFor(bytes)) {
            throw new IOException(
                    "recordings may take " + options.maxBytes() + " bytes, and there is none left to delete");
        }
    }

    /** Those that are not being written, the oldest first. */
    private List<Old> rest() throws IOException {
        try (Stream<Path> all = Files.list(options.directory())) {
            List<Old> rest = new ArrayList<>();
            for (Path file : (Iterable<Path>) all::iterator) {
                if (file.getFileName().toString().endsWith(ENDING) && !beingWritten.contains(file)) {
                    add(file, rest);
                }
            }
            rest.sort(Comparator.comparing(Old::written).thenComparing(Old::file));
            return rest;
        }
    }

    private static void add(Path file, List<Old> to) throws IOException {
        try {
            BasicFileAttributes about =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (about.isRegularFile()) {
                to.add(new Old(file, about.size(), about.lastModifiedTime()));
            }
        } catch (NoSuchFileException gone) {
            // somebody else has deleted it meanwhile
        }
    }

    private synchronized void written(List<Path> files, long bytes) {
        files.forEach(beingWritten::remove);
        writtenBytes -= bytes;
        restBytes = -1;
    }
}
