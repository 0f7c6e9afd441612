package dev.voicecall.socketio;

import java.util.Set;

/**
 * Settings of a relay. Immutable.
 *
 * @param eventsPath where plain WebSockets connect
 * @param origins from which web pages browsers may connect
 * @param maxClients how many of each transport may be connected
 * @param maxQueuedBytes how much may wait for one client
 */
record RelaySettings(String eventsPath, Origins origins, int maxClients, int maxQueuedBytes) {
    static final RelaySettings DEFAULT = new RelaySettings("/events", Origins.SAME, 1_000, 512 * 1024);

    RelaySettings withEventsPath(String path) {
        return new RelaySettings(path, origins, maxClients, maxQueuedBytes);
    }

    RelaySettings withOrigins(Set<String> others) {
        return new RelaySettings(eventsPath, new Origins(others), maxClients, maxQueuedBytes);
    }

    RelaySettings withMaxClients(int clients) {
        return new RelaySettings(eventsPath, origins, clients, maxQueuedBytes);
    }

    RelaySettings withMaxQueuedBytes(int bytes) {
        return new RelaySettings(eventsPath, origins, maxClients, bytes);
    }

    SocketIoSettings socketIo() {
        return SocketIoSettings.DEFAULT
                .withOrigins(origins)
                .withMaxSessions(maxClients)
                .withMaxQueuedBytes(maxQueuedBytes);
    }
}
