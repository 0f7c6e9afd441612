/** What happens on the calls, as it happens: the service's WebSocket /events, connected again when it breaks. */

const LONGEST_PAUSE_MS = 8000;

/**
 * Tells of "open", "close" (the connection broke, or there was none) and "message" (detail: the object that was sent).
 */
export class Feed extends EventTarget {
  #greeting;
  #socket = null;
  #pause = 500;
  #timer = 0;
  #closed = false;

  /** @param greeting messages that are sent whenever it is connected */
  constructor(greeting = []) {
    super();
    this.#greeting = greeting;
    this.#connect();
  }

  /** Ends it for good. */
  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #connect() {
    const url = new URL('events', document.baseURI);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.addEventListener('open', () => this.#greeting.forEach((message) => socket.send(JSON.stringify(message))));
    socket.addEventListener('message', (event) => this.#received(JSON.parse(event.data)));
    socket.addEventListener('close', () => this.#broken());
  }

  #received(message) {
    if (this.#closed) {
      return;
    }
    if (message.evt === 'connected') {
      this.#pause = 500;
      this.dispatchEvent(new Event('open'));
    }
    this.dispatchEvent(new CustomEvent('message', { detail: message }));
  }

  #broken() {
    if (this.#closed) {
      return;
    }
    this.dispatchEvent(new Event('close'));
    this.#timer = setTimeout(() => this.#connect(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }
}
