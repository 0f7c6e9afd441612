package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow.Subscription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpBodyTest {
    private final HttpBody body = new HttpBody(Duration.ofSeconds(10));
    private int asked;
    private boolean closed;

    /** Has a piece at once, whenever it is asked for one. */
    private final class Endless implements Subscription {
        @Override
        public void request(long n) {
            asked += (int) n;
            body.onNext(List.of(ByteBuffer.wrap(new byte[] {'x'})));
        }

        @Override
        public void cancel() {
            closed = true;
        }
    }

    @Test
    void asksForOnePieceAtATime() throws Exception {
        body.onSubscribe(new Endless());
        assertThat(asked).isEqualTo(1);
        assertThat(body.next()).containsExactly('x');
        assertThat(asked).isEqualTo(2);
    }

    @Test
    @Timeout(20)
    void doesNotReadForEverWhatIsNotWanted() throws Exception {
        body.onSubscribe(new Endless());
        body.finish();
        assertThat(closed).isTrue();
        assertThat(asked).isLessThan(100);
    }
}
