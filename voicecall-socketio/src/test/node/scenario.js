// One scenario against a server: node scenario.js URL NAME. What is seen is printed as JSON; whoever runs it judges.
const { io } = require("socket.io-client");
const { NodeXHR, NodeWebSocket } = require("engine.io-client");

const [url, name] = process.argv.slice(2);
const seen = {};
const sockets = [];

function connect(options) {
  const socket = io(url, { auth: { token: "good" }, reconnection: false, forceNew: true, ...options });
  sockets.push(socket);
  return socket;
}

const next = (emitter, event) => new Promise((resolve) => emitter.once(event, resolve));
const transport = (socket) => socket.io.engine.transport.name;

async function talk(transports) {
  const socket = connect({ transports });
  await next(socket, "connect");
  seen.echo = await socket.emitWithAck("echo", { text: "grüße 👋", n: 1.5 });
  seen.joined = await socket.emitWithAck("join", "CA1");
  const said = next(socket, "words");
  socket.emit("tell", "CA1", "hello");
  seen.words = await said;
  seen.left = await socket.emitWithAck("leave", "CA1");
  socket.on("words", () => (seen.afterLeave = true));
  socket.emit("tell", "CA1", "nobody hears this");
  seen.last = await socket.emitWithAck("echo", "last");
  seen.transport = transport(socket);
}

// Numbered events flow both ways until 500 have come by the last transport.
async function flow(...transports) {
  let tryUpgrade = () => {};
  class LateWebSocket extends NodeWebSocket {
    doOpen() {
      tryUpgrade = () => super.doOpen();
    }
  }
  const classes = { polling: NodeXHR, websocket: LateWebSocket };
  const socket = connect({ transports: transports.map((name) => classes[name]) });
  const got = [];
  socket.on("number", (n) => {
    got.push(n);
    if (got.length === 500) tryUpgrade();
  });
  await next(socket, "connect");
  seen.began = transport(socket);
  seen.changedAfter = transports.length === 1 ? 0 : undefined;
  socket.io.engine.on("upgrade", () => (seen.changedAfter = got.length));
  socket.emit("count");
  let sent = 0;
  while (!(got.length >= seen.changedAfter + 500)) {
    for (let i = 0; i < 10; i++) socket.emit("numbered", sent++);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  seen.received = (await socket.emitWithAck("counted")) === sent;
  const total = await socket.emitWithAck("stop");
  seen.inOrder = got.length === total && got.every((n, i) => n === i);
  seen.ended = transport(socket);
}

async function large(transports) {
  const socket = connect({ transports });
  await next(socket, "connect");
  const text = "x".repeat(999_900);
  seen.echoed = (await socket.emitWithAck("echo", text)) === text;
  const closed = next(socket, "disconnect");
  socket.emit("echo", "x".repeat(1_000_001));
  seen.tooLarge = await closed;
}

const scenarios = {
  websocket: () => talk(["websocket"]),
  polling: () => talk(["polling"]),
  flowFromPollingToWebsocket: () => flow("polling", "websocket"),
  flowByPolling: () => flow("polling"),
  largeByWebsocket: () => large(["websocket"]),
  largeByPolling: () => large(["polling"]),

  async refused() {
    const socket = connect({ auth: { token: "bad" } });
    seen.message = (await next(socket, "connect_error")).message;
    seen.connected = socket.connected;
  },

  async otherNamespace() {
    const socket = io(url + "/other", { reconnection: false, forceNew: true });
    sockets.push(socket);
    seen.message = (await next(socket, "connect_error")).message;
  },

  async disconnected() {
    const socket = connect({});
    await next(socket, "connect");
    const reason = next(socket, "disconnect");
    socket.emit("disconnect me");
    seen.reason = await reason;
  },

  async binary() {
    const socket = connect({});
    await next(socket, "connect");
    const reason = next(socket, "disconnect");
    socket.emit("echo", Buffer.from([1, 2, 3]));
    seen.reason = await reason;
  },

  async reconnects() {
    const socket = connect({ transports: ["websocket"], reconnection: true, reconnectionDelay: 20 });
    await next(socket, "connect");
    const reason = next(socket, "disconnect");
    console.error("connected");
    seen.reason = await reason;
    await next(socket, "connect");
    seen.echo = await socket.emitWithAck("echo", "again");
  },

  // One client stops to read; the other one must get everything all the same.
  async stalled() {
    const slow = connect({ transports: ["websocket"] });
    await next(slow, "connect");
    const raw = slow.io.engine.transport.ws._socket;
    raw.removeAllListeners("data");
    raw.pause();
    const quick = connect({ transports: ["websocket"] });
    await next(quick, "connect");
    const expected = 25_000;
    let inOrder = true;
    let got = 0;
    const all = new Promise((resolve) =>
      quick.on("padded", ([n]) => {
        inOrder &&= n === got;
        if (++got === expected) resolve();
        else if (got % 100 === 0) quick.emit("burst", got);
      }),
    );
    quick.emit("burst", 0);
    await all;
    seen.got = got;
    seen.inOrder = inOrder;
    raw.destroy();
  },
};

scenarios[name]().then(
  () => {
    console.log(JSON.stringify(seen));
    sockets.forEach((socket) => socket.close());
    setTimeout(() => process.exit(0), 50);
  },
  (failure) => {
    console.error(failure);
    process.exit(1);
  },
);
