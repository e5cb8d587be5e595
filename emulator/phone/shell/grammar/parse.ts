import { parse, type ScriptNode } from 'just-bash';
import { ShellError } from './state.ts';

/** The syntax tree of a script. @throws {ShellError} with mksh's words when it is not one. */
export function parseScript(text: string): ScriptNode {
  try {
    return parse(text);
  } catch (error) {
    throw new ShellError(syntaxError(error instanceof Error ? error.message : String(error)));
  }
}

/** Whether text breaks off in the middle of a construct, so that more lines may make it whole. */
export function isIncomplete(text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(text)) return true;
  try {
    parse(text);
    return false;
  } catch (error) {
    return /EOF|unterminated/i.test(error instanceof Error ? error.message : '');
  }
}

function syntaxError(message: string): string {
  if (/matching `"'/.test(message)) return "syntax error: no closing quote";
  const token = /unexpected (?:token )?[`']?([^`'\s]+)'?/.exec(message)?.[1] ?? /got (\S+)/.exec(message)?.[1];
  return token === undefined || token === 'EOF' ? 'syntax error: unexpected EOF' : `syntax error: unexpected '${token}'`;
}
