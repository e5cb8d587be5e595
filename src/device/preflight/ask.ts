import { randomBytes } from 'node:crypto';
import { EarshotError } from '../../flow/errors.ts';
import type { DeviceShell } from '../device-shell.ts';
import { shellQuote } from '../shell-quote.ts';

/** What one command on the phone answered; both streams in one, as they came. */
export interface Answer {
  readonly output: string;
  readonly exitCode: number;
}

/** Answers by the name of their question. */
export type Answers<Name extends string> = Readonly<Record<Name, Answer>>;

/**
 * Asks the phone many questions in one round trip: one command each, in the order given. A command that fails or that
 * the phone does not know is an answer as well.
 *
 * @throws {EarshotError} PHONE_REFUSED when the phone did not come to the last one: what is not answered proves nothing.
 */
export async function askPhone<Name extends string>(
  shell: DeviceShell, questions: Readonly<Record<Name, string>>,
): Promise<Answers<Name>> {
  const mark = `earshot-${randomBytes(6).toString('hex')}`;
  const names = Object.keys(questions);
  // A command that ends its shell, or that the shell cannot parse, must not keep the others from being asked.
  const script = Object.values<string>(questions)
    .map((command) => `( eval ${shellQuote(command)} ) 2>&1 </dev/null; code=$?; echo; echo ${mark} $code`).join('\n');
  const { stdout } = await shell.try(script);
  const answers = parseAnswers(stdout, mark);
  if (answers.length < names.length) {
    throw new EarshotError('PHONE_REFUSED', `asked ${shell.serial} ${names.length} questions, found ${answers.length} answers `
      + `(none to "${names[answers.length] ?? ''}"), expected one to each`);
  }
  return Object.fromEntries(names.map((name, index) => [name, answers[index]])) as Record<Name, Answer>;
}

/** Answers out of what the script of `askPhone` printed, in order; the last one is left out when it was cut off. */
export function parseAnswers(stdout: string, mark: string): readonly Answer[] {
  const pattern = new RegExp(String.raw`([\s\S]*?)\n${mark} (\d+)\n`, 'g');
  return [...stdout.replaceAll('\r\n', '\n').matchAll(pattern)]
    .map(([, output = '', exitCode]) => ({ output: output.replace(/\n$/, ''), exitCode: Number(exitCode) }));
}

/** Questions to the settings provider that it did not take: what it says of none of them is worth anything then. */
export function refusedSettings<Name extends string>(questions: Readonly<Record<Name, string>>, answers: Answers<Name>): readonly Answer[] {
  return Object.entries<string>(questions).flatMap(([name, command]) => {
    const answer = Object.entries<Answer>(answers).find(([asked]) => asked === name)?.[1];
    return command.startsWith('settings get') && answer !== undefined && answer.exitCode !== 0 ? [answer] : [];
  });
}
