/** Phone calls without a phone, for the tests of voice applications. */
module dev.voicecall.testkit {
    requires com.fasterxml.jackson.databind;
    requires transitive dev.voicecall;
    requires java.net.http;
    requires java.xml;
    requires jdk.httpserver;
    requires static transitive org.junit.jupiter.api;
    requires org.java_websocket;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.voicecall.testkit;
    exports dev.voicecall.testkit.assemblyai;
    exports dev.voicecall.testkit.openai;
    exports dev.voicecall.testkit.twilio;
}
