package dev.voicecall.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a message as one frame (RFC 6455 §5.2), head and all in one buffer: Netty's encoder would need another buffer for what is
 * masked, and an object more for each frame.
 */
final class MessageFrame {
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;

    private static final int LAST = 0x80;
    private static final int MASKED = 0x80;
    private static final int LONGEST_HEAD = 14;

    private MessageFrame() {}

    /**
     * Encodes.
     *
     * @param message its position stays
     * @param masked as a client has to
     */
    static ByteBuf encode(ByteBufAllocator allocator, int opcode, ByteBuffer message, boolean masked) {
        int length = message.remaining();
        int mask = masked ? MASKED : 0;
        ByteBuf frame = allocator.buffer(LONGEST_HEAD + length).writeByte(LAST | opcode);
        if (length < 126) {
            frame.writeByte(mask | length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(mask | 126).writeShort(length);
        } else {
            frame.writeByte(mask | 127).writeLong(length);
        }
        return masked ? writeMasked(frame, message) : frame.writeBytes(message.duplicate());
    }

    /** The key is to be hard to guess for scripts in browsers (§10.3). Here are none. */
    private static ByteBuf writeMasked(ByteBuf frame, ByteBuffer message) {
        int key = ThreadLocalRandom.current().nextInt();
        frame.writeInt(key);
        ByteBuffer from = message.duplicate();
        ByteBuffer to = frame.internalNioBuffer(frame.writerIndex(), from.remaining());
        long twice = (key & 0xFFFF_FFFFL) << 32 | (key & 0xFFFF_FFFFL);
        int length = from.remaining();
        while (from.remaining() >= Long.BYTES) {
            to.putLong(from.getLong() ^ twice);
        }
        for (int shift = 56; from.hasRemaining(); shift -= 8) {
            to.put((byte) (from.get() ^ twice >>> shift));
        }
        return frame.writerIndex(frame.writerIndex() + length);
    }
}
