/** Recordings and phone calls written down by AssemblyAI. */
module dev.voicecall.assemblyai {
    requires transitive dev.voicecall;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.voicecall.assemblyai;
}
