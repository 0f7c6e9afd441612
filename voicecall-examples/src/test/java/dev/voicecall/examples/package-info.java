@NullMarked
package dev.voicecall.examples;

import org.jspecify.annotations.NullMarked;
