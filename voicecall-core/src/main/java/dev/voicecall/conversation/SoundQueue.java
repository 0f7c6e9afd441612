package dev.voicecall.conversation;

/**
 * The sound of a reply from what was surely played to what is not sent yet, by positions: the first sample of the reply is 0.
 * One byte per sample. Grows to what is asked of it; its user bounds that. Belongs to one call; called on its mailbox.
 */
final class SoundQueue {
    private byte[] ring = new byte[1 << 13];
    private long begin;
    private long end;

    /** The position of the first sample that is still there. */
    long begin() {
        return begin;
    }

    /** The position behind the last sample. */
    long end() {
        return end;
    }

    void add(byte[] sound) {
        int length = sound.length;
        if (end - begin + length > ring.length) {
            grow(end - begin + length);
        }
        int at = (int) (end & (ring.length - 1));
        int first = Math.min(length, ring.length - at);
        System.arraycopy(sound, 0, ring, at, first);
        System.arraycopy(sound, first, ring, 0, length - first);
        end += length;
    }

    /** A copy of what is from one position to another. */
    byte[] copy(long from, long to) {
        if (from < begin || to > end) {
            throw new IllegalArgumentException(from + " to " + to + " is not within " + begin + " to " + end + ".");
        }
        byte[] sound = new byte[(int) (to - from)];
        int at = (int) (from & (ring.length - 1));
        int first = Math.min(sound.length, ring.length - at);
        System.arraycopy(ring, at, sound, 0, first);
        System.arraycopy(ring, 0, sound, first, sound.length - first);
        return sound;
    }

    /** Forgets what is before a position. */
    void forgetBefore(long position) {
        begin = Math.max(begin, Math.min(position, end));
    }

    private void grow(long atLeast) {
        byte[] sound = copy(begin, end);
        ring = new byte[Integer.highestOneBit((int) atLeast - 1) << 1];
        long oldEnd = end;
        end = begin;
        add(sound);
        if (end != oldEnd) {
            throw new IllegalStateException("Sound was lost.");
        }
    }
}
