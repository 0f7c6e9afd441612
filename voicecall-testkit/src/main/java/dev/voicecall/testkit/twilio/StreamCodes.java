package dev.voicecall.testkit.twilio;

/** Twilio's numbers of what goes wrong with a stream. */
final class StreamCodes {
    static final int TIMED_OUT = 31901;
    static final int REFUSED = 31902;
    static final int BROKEN = 31903;
    static final int UNREACHABLE = 31904;
    static final int TLS = 31910;
    static final int NO_UPGRADE = 31920;
    static final int CLOSED_BY_SERVER = 31921;
    static final int SCHEME = 31922;
    static final int BAD_URL = 31923;
    static final int PROTOCOL = 31924;
    static final int TOO_SLOW = 31930;
    static final int BUFFER_FULL = 31931;
    static final int TRACKS = 31941;
    static final int BINARY = 31950;
    static final int BAD_MESSAGE = 31951;

    private StreamCodes() {}
}
