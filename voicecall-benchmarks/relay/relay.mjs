// A relay in the manner of Twilio's sample for Node (fastify and ws): all messages as JSON objects, marks for each piece of
// sound. The argument is the model's address. Run by relay.sh, which installs what it needs.
import Fastify from 'fastify';
import websocket from '@fastify/websocket';
import WebSocket from 'ws';

const server = Fastify();
server.register(websocket);
server.register(async (routes) => {
  routes.get('/media-stream', { websocket: true }, (carrier) => {
    let streamSid = null;
    let latestTimestamp = 0;
    let responseStart = null;
    const marks = [];
    const model = new WebSocket(process.argv[2], { headers: { Authorization: 'Bearer sk-none' } });

    model.on('open', () => {
      model.send(JSON.stringify({
        type: 'session.update',
        session: {
          type: 'realtime',
          audio: { input: { format: { type: 'audio/pcmu' } }, output: { format: { type: 'audio/pcmu' } } },
        },
      }));
    });
    model.on('message', (data) => {
      const event = JSON.parse(data);
      if (event.type === 'response.output_audio.delta' && event.delta) {
        carrier.send(JSON.stringify({ event: 'media', streamSid, media: { payload: event.delta } }));
        responseStart ??= latestTimestamp;
        carrier.send(JSON.stringify({ event: 'mark', streamSid, mark: { name: 'responsePart' } }));
        marks.push('responsePart');
      }
    });
    carrier.on('message', (data) => {
      const message = JSON.parse(data);
      switch (message.event) {
        case 'media':
          latestTimestamp = message.media.timestamp;
          if (model.readyState === WebSocket.OPEN) {
            model.send(JSON.stringify({ type: 'input_audio_buffer.append', audio: message.media.payload }));
          }
          break;
        case 'start':
          streamSid = message.start.streamSid;
          break;
        case 'mark':
          marks.shift();
          break;
      }
    });
    carrier.on('close', () => model.close());
  });
});
server.listen({ host: '127.0.0.1', port: 0 }, (failure, address) => {
  if (failure) throw failure;
  console.log(`ready ${address.replace('http', 'ws')}/media-stream`);
});
