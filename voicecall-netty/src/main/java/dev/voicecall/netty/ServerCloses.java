package dev.voicecall.netty;

/** Tells a connection's handlers that the server closes: finish what is under way, begin nothing. */
enum ServerCloses {
    EVENT
}
