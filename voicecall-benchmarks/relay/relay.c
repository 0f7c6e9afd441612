/*
 * A relay between a carrier's media streams and a Realtime server that does nothing but relay: one thread, epoll, no TLS, no
 * bookkeeping. What any relay costs at least.
 *
 *     cc -O2 -o relay relay.c && ./relay ws://127.0.0.1:PORT/
 *
 * It knows the messages by their first bytes and takes the Base64 as it is. Of what does not fit at once into a socket's
 * buffer it loses the rest, and exits.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BUFFER = 1 << 16, HEAD = 512 };

struct peer {
    int fd;
    int model;  /* or the carrier */
    int open;   /* the handshake is done */
    struct peer *other;
    char stream[64];
    size_t length;
    unsigned char rest[BUFFER];
};

static int epoll, model_port;

static void die(const char *what) { perror(what); exit(1); }

/* SHA-1, for the handshake only. */
static uint32_t rol(uint32_t x, int n) { return x << n | x >> (32 - n); }

static void sha1(const char *text, unsigned char out[20]) {
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    unsigned char block[192] = {0};
    size_t n = strlen(text), blocks = (n + 9 + 63) / 64;
    memcpy(block, text, n);
    block[n] = 0x80;
    for (int i = 0; i < 8; i++) block[blocks * 64 - 1 - i] = (unsigned char)((uint64_t)n * 8 >> (8 * i));
    for (size_t b = 0; b < blocks; b++) {
        uint32_t w[80], a = h[0], c = h[1], d = h[2], e = h[3], f = h[4];
        for (int i = 0; i < 16; i++) {
            const unsigned char *p = block + b * 64 + i * 4;
            w[i] = (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
        }
        for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        for (int i = 0; i < 80; i++) {
            uint32_t g, k;
            if (i < 20) { g = (c & d) | (~c & e); k = 0x5A827999; }
            else if (i < 40) { g = c ^ d ^ e; k = 0x6ED9EBA1; }
            else if (i < 60) { g = (c & d) | (c & e) | (d & e); k = 0x8F1BBCDC; }
            else { g = c ^ d ^ e; k = 0xCA62C1D6; }
            uint32_t t = rol(a, 5) + g + f + k + w[i];
            f = e; e = d; d = rol(c, 30); c = a; a = t;
        }
        h[0] += a; h[1] += c; h[2] += d; h[3] += e; h[4] += f;
    }
    for (int i = 0; i < 20; i++) out[i] = (unsigned char)(h[i / 4] >> (24 - i % 4 * 8));
}

static void base64(const unsigned char *in, int n, char *out) {
    static const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < n; i += 3) {
        uint32_t v = in[i] << 16 | (i + 1 < n ? in[i + 1] << 8 : 0) | (i + 2 < n ? in[i + 2] : 0);
        *out++ = digits[v >> 18];
        *out++ = digits[v >> 12 & 63];
        *out++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
        *out++ = i + 2 < n ? digits[v & 63] : '=';
    }
    *out = 0;
}

static void transmit(struct peer *to, const void *bytes, size_t n) {
    if (send(to->fd, bytes, n, MSG_NOSIGNAL) != (ssize_t)n) die("send");
}

/* A text message of three parts; masked if it goes to the model, whose client we are. */
static void message(struct peer *to, const char *a, size_t na, const char *b, size_t nb, const char *c, size_t nc) {
    static unsigned char out[BUFFER + HEAD];
    size_t n = na + nb + nc, at = 0;
    unsigned char mask[4] = {0x12, 0x34, 0x56, 0x78}, bit = to->model ? 0x80 : 0;
    out[at++] = 0x81;
    if (n < 126) {
        out[at++] = (unsigned char)(n | bit);
    } else {
        out[at++] = 126 | bit;
        out[at++] = (unsigned char)(n >> 8);
        out[at++] = (unsigned char)n;
    }
    if (bit) { memcpy(out + at, mask, 4); at += 4; }
    unsigned char *payload = out + at;
    memcpy(payload, a, na);
    memcpy(payload + na, b, nb);
    memcpy(payload + na + nb, c, nc);
    if (bit) for (size_t i = 0; i < n; i++) payload[i] ^= mask[i & 3];
    transmit(to, out, at + n);
}

static struct peer *watch(int fd, int model) {
    struct peer *p = calloc(1, sizeof *p);
    int one = 1;
    if (!p) die("calloc");
    p->fd = fd;
    p->model = model;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
    return p;
}

static void connect_model(struct peer *carrier) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(model_port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address)) die("connect");
    struct peer *p = watch(fd, 1);
    p->other = carrier;
    carrier->other = p;
    const char *request = "GET /v1/realtime HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    transmit(p, request, strlen(request));
}

static size_t handshake(struct peer *p) {
    unsigned char *end = memmem(p->rest, p->length, "\r\n\r\n", 4);
    if (!end) return 0;
    if (!p->model) {
        char key[128] = "", accept[64], answer[256];
        unsigned char hash[20];
        *end = 0;
        char *found = strcasestr((char *)p->rest, "sec-websocket-key:");
        if (!found || sscanf(found + 18, " %60s", key) != 1) { fputs("no key\n", stderr); exit(1); }
        strcat(key, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
        sha1(key, hash);
        base64(hash, 20, accept);
        int n = snprintf(answer, sizeof answer,
                         "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Accept: %s\r\n\r\n", accept);
        transmit(p, answer, n);
        connect_model(p);
    } else {
        const char *update = "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}";
        message(p, update, strlen(update), "", 0, "", 0);
    }
    p->open = 1;
    return end + 4 - p->rest;
}

/* What stands in quotation marks after a name. */
static char *value(char *text, size_t n, const char *name, size_t *length) {
    char *begin = memmem(text, n, name, strlen(name));
    if (!begin) return NULL;
    begin += strlen(name);
    char *end = memchr(begin, '"', text + n - begin);
    *length = end ? (size_t)(end - begin) : 0;
    return end ? begin : NULL;
}

static void relay(struct peer *p, char *text, size_t n) {
    size_t length;
    char *found;
    if (p->model) {
        if (!memmem(text, n < 64 ? n : 64, "response.output_audio.delta", 27)) return;
        if (!(found = value(text, n, "\"delta\":\"", &length))) return;
        char head[160];
        int size = snprintf(head, sizeof head, "{\"event\":\"media\",\"streamSid\":\"%s\",\"media\":{\"payload\":\"",
                            p->other->stream);
        message(p->other, head, size, found, length, "\"}}", 3);
    } else if ((found = value(text, n, "\"payload\":\"", &length))) {
        static const char append[] = "{\"type\":\"input_audio_buffer.append\",\"audio\":\"";
        if (p->other->open) message(p->other, append, sizeof append - 1, found, length, "\"}", 2);
    } else if ((found = value(text, n, "\"streamSid\":\"", &length)) && length < sizeof p->stream) {
        memcpy(p->stream, found, length);
    }
}

static size_t frame(struct peer *p, unsigned char *at, size_t n) {
    if (n < 2) return 0;
    size_t size = at[1] & 0x7f, head = 2;
    int masked = at[1] & 0x80;
    if (size == 126) {
        if (n < 4) return 0;
        size = (size_t)at[2] << 8 | at[3];
        head = 4;
    }
    unsigned char *mask = at + head;
    head += masked ? 4 : 0;
    if (n < head + size) return 0;
    if (masked) for (size_t i = 0; i < size; i++) at[head + i] ^= mask[i & 3];
    if ((at[0] & 0xf) == 1) relay(p, (char *)at + head, size);
    return head + size;
}

static void readable(struct peer *p) {
    ssize_t got = recv(p->fd, p->rest + p->length, sizeof p->rest - p->length, 0);
    if (got <= 0) {
        close(p->fd);
        return;
    }
    p->length += got;
    size_t at = p->open ? 0 : handshake(p);
    while (p->open) {
        size_t used = frame(p, p->rest + at, p->length - at);
        if (!used) break;
        at += used;
    }
    p->length -= at;
    memmove(p->rest, p->rest + at, p->length);
}

int main(int argc, char **argv) {
    if (argc != 2) { fputs("usage: relay ws://127.0.0.1:PORT/\n", stderr); return 2; }
    model_port = atoi(strrchr(argv[1], ':') ? strrchr(argv[1], ':') + 1 : argv[1]);
    epoll = epoll_create1(0);
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listening, (struct sockaddr *)&address, size) || listen(listening, 1024)) die("listen");
    getsockname(listening, (struct sockaddr *)&address, &size);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[256];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
    printf("ready ws://127.0.0.1:%d/media-stream\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        int n = epoll_wait(epoll, events, 256, -1);
        if (n < 0 && errno != EINTR) die("epoll_wait");
        for (int i = 0; i < n; i++) {
            if (events[i].data.ptr) readable(events[i].data.ptr);
            else watch(accept(listening, NULL, NULL), 0);
        }
    }
}
