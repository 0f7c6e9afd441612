package dev.voicecall.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a parameter of a {@link Tool} is, for the model to read.
 *
 * <pre>{@code
 * record Place(@Describe("without the country") String city, Optional<String> country) {}
 * }</pre>
 *
 * <p>Immutable.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Describe {
    /** What it is. */
    String value();
}
