/**
 * Host applications, to run and to copy from.
 *
 * <p>{@link dev.voicecall.examples.Main} starts them by name. {@code Ask} is the smallest: it rings one number and puts one
 * question. {@code AskService} is the same as a web service: {@code MakeCallHandler} takes a request by HTTP, has the
 * question put, and answers with the answer; {@code ServiceConfig} says what has to be set for that, in the environment
 * or in a file that {@code DotEnv} reads. {@code SimulatedPhones} stands in for Twilio and everybody who can be called, so
 * that both work without an account.
 */
@NullMarked
package dev.voicecall.examples;

import org.jspecify.annotations.NullMarked;
