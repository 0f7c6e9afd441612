package dev.voicecall.benchmarks.relay;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One end of a WebSocket as cheap as it can be: whole text messages in one buffer, no fragments, no checks. Belongs to the
 * thread of {@link Fakes}.
 */
abstract class FakeSocket {
    private static final int[] MASK = {0x12, 0x34, 0x56, 0x78};
    /** What is read at once; belongs to no socket for longer than a read. */
    private static final byte[] INPUT = new byte[1 << 18];

    private static final byte[] OUTPUT = new byte[1 << 16];

    private final SocketChannel channel;
    private final boolean masks;
    private byte[] rest = {};
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private SelectionKey key;
    private int length;

    /** @param masks whether it is the client's end */
    FakeSocket(SocketChannel channel, SelectionKey key, boolean masks) {
        this.channel = channel;
        this.key = key;
        this.masks = masks;
    }

    /** A whole message. */
    abstract void onText(byte[] bytes, int from, int to) throws IOException;

    /** The other side closes. */
    abstract void onClose(String why);

    void ready() {
        try {
            if (key.isWritable()) {
                flush();
            }
            if (key.isReadable()) {
                read();
            }
        } catch (IOException broken) {
            key.cancel();
            onClose(broken.toString());
        }
    }

    private void read() throws IOException {
        System.arraycopy(rest, 0, INPUT, 0, rest.length);
        int count = channel.read(ByteBuffer.wrap(INPUT, rest.length, INPUT.length - rest.length));
        if (count < 0) {
            throw new EOFException("hung up");
        }
        int end = rest.length + count;
        int at = 0;
        for (int next = frame(at, end); next > 0; next = frame(at, end)) {
            at = next;
        }
        rest = at == end ? NOTHING : Arrays.copyOfRange(INPUT, at, end);
    }

    private static final byte[] NOTHING = {};

    /** @return where the next one begins; 0 if this one is not complete */
    private int frame(int at, int end) throws IOException {
        if (end - at < 2) {
            return 0;
        }
        int opcode = INPUT[at] & 0xf;
        boolean masked = INPUT[at + 1] < 0;
        int size = INPUT[at + 1] & 0x7f;
        int head = at + 2;
        if (size == 126) {
            if (end - at < 4) {
                return 0;
            }
            size = ((INPUT[at + 2] & 0xff) << 8) | (INPUT[at + 3] & 0xff);
            head += 2;
        } else if (size == 127) {
            throw new IOException("A message is larger than 64 KiB.");
        }
        int payload = head + (masked ? 4 : 0);
        if (end - payload < size) {
            return 0;
        }
        for (int i = 0; masked && i < size; i++) {
            INPUT[payload + i] ^= INPUT[head + (i & 3)];
        }
        if (opcode == 1) {
            onText(INPUT, payload, payload + size);
        } else if (opcode == 8) {
            throw new IOException("closed with " + (((INPUT[payload] & 0xff) << 8) | (INPUT[payload + 1] & 0xff)));
        }
        return payload + size;
    }

    /** Begins a message. */
    FakeSocket begin() {
        length = 8;
        return this;
    }

    FakeSocket put(byte[] bytes, int from, int to) {
        System.arraycopy(bytes, from, OUTPUT, length, to - from);
        length += to - from;
        return this;
    }

    FakeSocket put(byte[] bytes) {
        return put(bytes, 0, bytes.length);
    }

    FakeSocket put(long number) {
        int digits = 1;
        for (long rest = number; rest > 9; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            OUTPUT[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Sends the message. */
    void send() throws IOException {
        int size = length - 8;
        int begin = (masks ? 0 : 4) + (size < 126 ? 2 : 0);
        int at = begin;
        OUTPUT[at++] = (byte) 0x81;
        if (size < 126) {
            OUTPUT[at++] = (byte) (size | (masks ? 0x80 : 0));
        } else {
            OUTPUT[at++] = (byte) (126 | (masks ? 0x80 : 0));
            OUTPUT[at++] = (byte) (size >> 8);
            OUTPUT[at++] = (byte) size;
        }
        if (masks) {
            for (int i = 0; i < 4; i++) {
                OUTPUT[at++] = (byte) MASK[i];
            }
            for (int i = 0; i < size; i++) {
                OUTPUT[8 + i] ^= (byte) MASK[i & 3];
            }
        }
        write(ByteBuffer.wrap(OUTPUT, begin, length - begin));
    }

    private void write(ByteBuffer message) throws IOException {
        if (!unsent.hasRemaining()) {
            channel.write(message);
        }
        if (message.hasRemaining()) {
            ByteBuffer more = ByteBuffer.allocate(unsent.remaining() + message.remaining());
            unsent = more.put(unsent).put(message).flip();
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    private void flush() throws IOException {
        channel.write(unsent);
        if (!unsent.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    /** Where a text begins in a message; -1 if it isn't there. */
    static int find(byte[] text, byte[] bytes, int from, int to) {
        outer:
        for (int at = from; at <= to - text.length; at++) {
            for (int i = 0; i < text.length; i++) {
                if (bytes[at + i] != text[i]) {
                    continue outer;
                }
            }
            return at;
        }
        return -1;
    }
}
