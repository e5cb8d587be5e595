import { readFile } from 'node:fs/promises';
import { profileSchema, type Profile } from './profile.ts';
import { describeIssue } from './issue.ts';

/** A profile that cannot be used; the message names each fault by JSON path, value and rule. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
}

/**
 * Reads and checks a profile from any path.
 * @throws {ProfileError} when it is not there, not JSON or breaks a rule of the schema.
 */
export async function loadProfile(path: string): Promise<Profile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ProfileError(`profile ${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
  return parseProfile(text, path);
}

/**
 * Checks the text of a profile; `path` is for the messages.
 * @throws {ProfileError}
 */
export function parseProfile(text: string, path: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ProfileError(`profile ${path} is not JSON: ${messageOf(error)}`, { cause: error });
  }
  const parsed = profileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => describeIssue(issue, value)).map((line) => `  ${line}`);
  throw new ProfileError(
    `profile ${path} has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.join('\n')}\n` +
      'The fields are explained in docs/emulator/profiles.md; editors check them by emulator/profile.schema.json.',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
