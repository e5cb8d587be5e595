import { readFile } from 'node:fs/promises';
import { describeIssue } from '../../profile/issue.ts';
import type { AppDefinition } from '../app-definition.ts';
import { appOf, screensSchema } from './screens-schema.ts';

/** A screens file that cannot be used; the message names each fault by JSON path, value and rule. */
export class ScreensError extends Error {
  override readonly name = 'ScreensError';
}

/**
 * Reads an app from a JSON file.
 * @throws {ScreensError} when it is not there, not JSON, or breaks a rule of the schema.
 */
export async function loadScreens(path: string): Promise<AppDefinition> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ScreensError(`screens ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return parseScreens(text, path);
}

/**
 * Checks the text of a screens file; `path` is for the messages.
 * @throws {ScreensError}
 */
export function parseScreens(text: string, path: string): AppDefinition {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new ScreensError(`screens ${path} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  const parsed = screensSchema.safeParse(document);
  if (parsed.success) return appOf(parsed.data);
  const faults = parsed.error.issues.flatMap((issue) => describeIssue(issue, document)).map((line) => `  ${line}`);
  throw new ScreensError(
    `screens ${path} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}\n` +
      'The fields are explained in docs/emulator/screens.md (Writing an app); editors check them by emulator/screens.schema.json.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
