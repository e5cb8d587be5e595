/** How far a request had come when it failed. */
export type FailureStage = 'proxy' | 'resolve' | 'connect' | 'tunnel' | 'tls' | 'exchange';

/** A request that got no answer. `code` is errno's or, for a certificate, what is wrong with it. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  readonly code: string;
  readonly stage: FailureStage;

  constructor(code: string, stage: FailureStage, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.stage = stage;
  }
}

/** The same failure when it is one already, otherwise one of this stage with the error's own code. */
export function asFailure(error: unknown, stage: FailureStage): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'ECONNRESET';
  return new NetworkFailure(code, stage, message, { cause: error });
}
