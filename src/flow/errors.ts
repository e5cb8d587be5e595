/** Every code an `EarshotError` can carry, with what it means. */
export const ERROR_CODES = {
  BAD_INPUT: 'a file or an option given by the user cannot be used as it is',
  TOOL_MISSING: 'a program Earshot stands on (adb, a JRE, a node module) is not there or does not start',
  NO_PHONE: 'a phone cannot be reached, is not authorised or is leased by somebody else',
  PHONE_REFUSED: 'the phone answered a command with a failure',
  RECORDER_DOWN: 'the sidecar is not running, or cannot write its ledger',
  PORT_TAKEN: 'a port that had to be free is in use',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The one error class of Earshot: what was being done, what was found, what was expected; the hint is the next step. */
export class EarshotError extends Error {
  override readonly name = 'EarshotError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
  }
}
