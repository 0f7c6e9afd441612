package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;

/**
 * One request that the application made to the REST API. Immutable.
 *
 * @param method {@code GET}, {@code POST} or {@code DELETE}
 * @param path without the query
 * @param parameters of the form or of the query
 * @param status the answer's; 0 if the connection was broken off before one was sent
 */
public record RestExchange(String method, String path, FormParameters parameters, int status) {}
