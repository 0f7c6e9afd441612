// Watches a call until it has ended: node watch.js URL TOKEN TRANSPORT. What came is printed as JSON, in its order.
const { io } = require("socket.io-client");

const [url, token, transport] = process.argv.slice(2);
const socket = io(url, { auth: { token }, transports: [transport], reconnection: false });
const seen = { events: [], refused: null };

socket.on("connect_error", (error) => {
  seen.refused = error.message;
  finish();
});
socket.onAny(async (name, payload, ...more) => {
  seen.events.push({ name, payload, more: more.length });
  if (name === "calls" && seen.joined === undefined) {
    seen.joined = await socket.emitWithAck("join", "CA1");
    seen.notThere = await socket.emitWithAck("join", "CA9");
    seen.media = await socket.emitWithAck("media", true);
    seen.nonsense = await socket.emitWithAck("jion", "CA1");
    console.error("watches");
  } else if (name === "ended") {
    finish();
  }
});

function finish() {
  console.log(JSON.stringify(seen));
  socket.close();
  setTimeout(() => process.exit(0), 50);
}
