import { EarshotError } from '../flow/errors.ts';

/** What failed, in one line, with the next step where it is known. */
export function tellFailure(error: unknown): string {
  if (error instanceof EarshotError && error.hint !== undefined) return `${error.message} (${error.hint})`;
  return error instanceof Error ? error.message : String(error);
}
