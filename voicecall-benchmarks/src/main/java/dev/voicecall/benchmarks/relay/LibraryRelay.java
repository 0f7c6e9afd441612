package dev.voicecall.benchmarks.relay;

import dev.voicecall.CallOptions;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.openai.OpenAi;
import dev.voicecall.openai.RealtimeSettings;
import dev.voicecall.twilio.TwilioCallGateway;
import java.time.Duration;

/** The library as a relay: calls that come in are held by a Realtime model. The argument is where that is. */
public final class LibraryRelay {
    private LibraryRelay() {}

    /** Runs until its input ends. */
    public static void main(String[] args) throws Exception {
        String api = args[0].replaceFirst("^ws", "http").replaceFirst("/realtime$", "");
        OpenAi openAi = OpenAi.builder("sk-none").baseUrl(api).build();
        NettyWebServer server = NettyWebServer.on("127.0.0.1", 0);
        VoiceCalls calls = VoiceCalls.builder(TwilioCallGateway.builder()
                        .accountSid("AC00000000000000000000000000000000")
                        .authToken("00000000000000000000000000000000")
                        .phoneNumber("+14155550199")
                        .publicUrlIsLocal()
                        .insecureAcceptUnsignedWebhooks()
                        .webServer(server)
                        .build())
                .maxConcurrentCalls(10_000)
                .maxCallsPerMinute(100_000)
                .build();
        calls.onIncoming(
                VoiceAgent.speechToSpeech(openAi.realtime(
                        RealtimeSettings.builder("Repeat what you hear.").build())),
                CallOptions.builder().maxDuration(Duration.ofHours(1)).build());
        System.out.println("ready " + server.start().resolve("/twilio/voice"));
        while (System.in.read() >= 0) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.println("heap " + (runtime.totalMemory() - runtime.freeMemory()));
        }
        calls.close();
    }
}
