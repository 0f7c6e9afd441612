package dev.voicecall;

import org.jspecify.annotations.Nullable;

/**
 * What to do on a call, line by line. Runs on a thread of its own and may block; see {@link Call}.
 *
 * <p>The result of a call waits for its script to return. All methods of {@link Call} come back once the call is over; what
 * else a script waits for is its own affair.
 *
 * <p>A script that is used for several calls at once is run by several threads at once.
 *
 * @param <T> what the script makes of the call; may be null
 */
@FunctionalInterface
public interface CallScript<T extends @Nullable Object> {
    /**
     * Conducts the call. When it returns, the call is hung up and has the outcome {@link Outcome#ANSWERED}.
     *
     * @throws Exception to end the call as {@link Outcome#FAILED}; {@link CallEndedException} and
     *     {@link NoInputException}, which the methods of {@link Call} throw, have outcomes of their own
     */
    T run(Call call) throws Exception;
}
