import { Duplex } from 'node:stream';

/** A stream that answers the questions Node's HTTP and WebSocket code asks of a socket; none of them matters here. */
export abstract class SocketDuplex extends Duplex {
  constructor() {
    super({ allowHalfOpen: true });
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
