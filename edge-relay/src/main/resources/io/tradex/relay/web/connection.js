// The WebSocket to the relay: says hello, watches that it is alive, comes back by itself.

const BACKOFF_MIN_MS = 500;
const BACKOFF_MAX_MS = 5000;
const SILENCE_MAX_MS = 3500;
const UNAUTHORIZED = 4401;

export class Connection {
  #url;
  #token;
  #onMessage;
  #onState;
  #socket = null;
  #attempts = 0;
  #retry = 0;
  #watchdog = 0;

  constructor(url, token, { onMessage, onState }) {
    this.#url = url;
    this.#token = token;
    this.#onMessage = onMessage;
    this.#onState = onState;
    // A phone that wakes up, or a network that comes back, need not wait for the backoff.
    addEventListener('online', () => this.#now());
    document.addEventListener('visibilitychange', () => document.hidden || this.#now());
  }

  open() {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify({ t: 'hello', token: this.#token }));
      this.#watch(socket);
    };
    socket.onmessage = event => {
      this.#attempts = 0;
      this.#watch(socket);
      this.#onMessage(JSON.parse(event.data));
    };
    socket.onclose = event => this.#closed(socket, event.code);
    this.#watch(socket);
  }

  #closed(socket, code) {
    if (socket !== this.#socket) return;
    clearTimeout(this.#watchdog);
    this.#socket = null;
    if (code === UNAUTHORIZED) {
      this.#onState('unauthorized');
      return;
    }
    this.#onState('reconnecting');
    const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_MIN_MS * 2 ** this.#attempts++);
    this.#retry = setTimeout(() => this.open(), ceiling * (0.75 + Math.random() / 4));
  }

  #now() {
    if (this.#socket === null && this.#retry !== 0 && this.#attempts > 0) this.open();
  }

  /** The relay speaks each second; a socket that is silent is dead, whatever the browser believes. */
  #watch(socket) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
      this.#closed(socket, 1006);
    }, SILENCE_MAX_MS);
  }
}
