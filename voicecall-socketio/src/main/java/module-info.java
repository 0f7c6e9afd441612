/** Phone calls relayed live to browsers, over Socket.IO and plain WebSockets. */
module dev.voicecall.socketio {
    requires transitive dev.voicecall;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.voicecall.socketio;
}
