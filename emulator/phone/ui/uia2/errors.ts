/** An error as the server answers it: a W3C error code, its HTTP status, and a message. */
export class Uia2Error extends Error {
  override readonly name = 'Uia2Error';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** Nothing on the screen matches what was searched for. */
export function noSuchElement(
  message = 'An element could not be located on the page using the given search parameters',
): Uia2Error {
  return new Uia2Error('no such element', 404, message);
}

/** The view behind an element id has left the screen. */
export function staleElement(message: string): Uia2Error {
  return new Uia2Error('stale element reference', 404, message);
}

/** A selector cannot be read. */
export function invalidSelector(message: string): Uia2Error {
  return new Uia2Error('invalid selector', 400, message);
}

/** A parameter is missing or of the wrong kind. */
export function invalidArgument(message: string): Uia2Error {
  return new Uia2Error('invalid argument', 400, message);
}

/** The element cannot do what was asked of it. */
export function invalidElementState(message: string): Uia2Error {
  return new Uia2Error('invalid element state', 400, message);
}

/** No dialog is on the screen. */
export function noSuchAlert(): Uia2Error {
  return new Uia2Error('no such alert', 404, 'No alert is present on the screen');
}

/** No such route, or no such attribute. */
export function unknownCommand(
  message = 'The requested resource could not be found, or a request was received using an HTTP method that is not ' +
    'supported by the mapped resource',
): Uia2Error {
  return new Uia2Error('unknown command', 404, message);
}

/** The session id in the path is not that of the session. */
export function invalidSession(sessionId: string | null): Uia2Error {
  return new Uia2Error('invalid session id', 404, `The session identified by ${String(sessionId)} is not known`);
}

/** A route that exists on a real phone and that this phone cannot honestly carry out. */
export function unsupportedOperation(message: string): Uia2Error {
  return new Uia2Error('unsupported operation', 500, message);
}

/** Anything else that went wrong while the command was carried out. */
export function unknownError(message: string): Uia2Error {
  return new Uia2Error('unknown error', 500, message);
}
