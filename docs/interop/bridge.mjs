// Answers phone calls as OpenAI's own samples do: Twilio's Media Streams on one side, the Realtime API on the other, and
// between them nothing but OpenAI's @openai/agents and its Twilio transport.
//
// OPENAI_REALTIME_URL  where the Realtime API is, for example ws://127.0.0.1:4011/v1/realtime?model=gpt-realtime
// OPENAI_API_KEY       its key
// PORT                 where calls are taken; 5050 by default

import { createServer } from 'node:http';
import { RealtimeAgent, RealtimeSession, tool } from '@openai/agents/realtime';
import { TwilioRealtimeTransportLayer } from '@openai/agents-extensions';
import { WebSocketServer } from 'ws';
import { z } from 'zod';

const port = Number(process.env.PORT ?? 5050);

const getWeather = tool({
  name: 'get_weather',
  description: 'The weather of a city right now.',
  parameters: z.object({ city: z.string() }),
  execute: async ({ city }) => `18 degrees and sunny in ${city}`,
});

const audio = { input: { format: 'g711_ulaw' }, output: { format: 'g711_ulaw' } };

const agent = new RealtimeAgent({
  name: 'Assistant',
  instructions: 'You are on the phone. Be brief.',
  tools: [getWeather],
});

const server = createServer((request, response) => {
  response.setHeader('Content-Type', 'text/xml');
  response.end(
    `<Response><Connect><Stream url="ws://127.0.0.1:${port}/media-stream"/></Connect></Response>`,
  );
});

new WebSocketServer({ server, path: '/media-stream' }).on('connection', async (twilio) => {
  const transport = new TwilioRealtimeTransportLayer({ twilioWebSocket: twilio });
  const session = new RealtimeSession(agent, { transport, model: 'gpt-realtime', config: { audio } });
  const seen = new Map();
  session.on('transport_event', (event) => seen.set(event.type, (seen.get(event.type) ?? 0) + 1));
  session.on('error', ({ error }) => console.log('error', JSON.stringify(error)));
  session.on('audio_interrupted', () => console.log('interrupted'));
  session.on('agent_tool_end', (context, by, used, result) => console.log('tool', used.name, '->', result));
  twilio.on('close', () => {
    console.log('events', JSON.stringify(Object.fromEntries([...seen].sort())));
    console.log('history', JSON.stringify(session.history.map(said)));
  });
  await session.connect({
    apiKey: process.env.OPENAI_API_KEY,
    url: process.env.OPENAI_REALTIME_URL,
  });
  transport.sendEvent({ type: 'response.create' });
});

function said(item) {
  const words = (item.content ?? []).map((part) => part.transcript ?? part.text ?? '').join(' ');
  return `${item.role ?? item.name}: ${words || item.output || ''}`;
}

server.listen(port, '127.0.0.1', () => console.log('ready'));
