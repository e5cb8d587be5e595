import { parse, type ScriptNode, type StatementNode } from 'just-bash';
import { hasHereDocument, withAliases, withSelectAsFor } from './rewrite.ts';
import { ShellError } from './state.ts';
import { findFault } from './syntax.ts';

/** Operators that may stand where they must not: the parser lets some of them pass. */
const SUSPICIOUS = /;\s+[;&|]|[&|]{1,2}\s*[;&|]/;

/** The syntax tree of a script. @throws {ShellError} with mksh's words when it is not one. */
export function parseScript(text: string): ScriptNode {
  let script: ScriptNode;
  try {
    // A backslash at the very end joins the last line with nothing.
    script = parse(withSelectAsFor(withClearCounts(/(^|[^\\])(\\\\)*\\$/.test(text) ? text.slice(0, -1) : text)));
  } catch (error) {
    throw syntaxError(text, error instanceof Error ? error.message : String(error));
  }
  const deferred = script.statements.find((statement) => statement.deferredError !== undefined)?.deferredError;
  if (deferred !== undefined) throw new ShellError(`syntax error: unexpected '${deferred.token}'`, 1, 'fatal');
  const fault = SUSPICIOUS.test(text) ? findFault(text) : undefined;
  if (fault?.kind === 'unexpected') throw new ShellError(`syntax error: unexpected '${fault.token}'`, 1, 'fatal');
  const unclosed = /"terminated":false,?/.test(text.includes('<<') ? JSON.stringify(script) : '') ? /<<-?\s*\\?['"]?(\w+)/.exec(text)?.[1] : undefined;
  if (unclosed !== undefined) throw new ShellError(`here document '${unclosed}' unclosed`, 1, 'fatal');
  return script;
}

/** A piece of a script that is run before the next one is looked at. */
export type Chunk = { readonly statements: readonly StatementNode[] } | { readonly error: ShellError };

/**
 * A script as mksh reads it, line after line: what stands before a line that makes no sense is run. A script without
 * an error is one chunk.
 */
export function* chunksOf(text: string, aliases: ReadonlyMap<string, string>): Generator<Chunk> {
  try {
    // An alias holds from the line behind the one that made it.
    const script = aliases.size > 0 || (/\balias\b/.test(text) && text.includes('\n')) ? undefined : parseScript(text);
    if (script !== undefined) {
      yield { statements: script.statements };
      return;
    }
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
  }
  let pending = '';
  for (const line of text.split('\n')) {
    pending = pending === '' ? line : `${pending}\n${line}`;
    if (isIncomplete(pending)) continue;
    try {
      yield { statements: parseScript(withAliases(pending, aliases)).statements };
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      yield { error };
      return;
    }
    pending = '';
  }
  if (pending === '') return;
  try {
    yield { statements: parseScript(withAliases(pending, aliases)).statements };
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    yield { error };
  }
}

/** Whether text breaks off in the middle of a construct, so that more lines may make it whole. */
export function isIncomplete(text: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(text)) return true;
  try {
    const script = parse(withSelectAsFor(text));
    return text.includes('<<') && /"terminated":false/.test(JSON.stringify(script));
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    return /EOF|unterminated/i.test(message) || findFault(text)?.kind === 'unmatched';
  }
}

function syntaxError(text: string, message: string): ShellError {
  const fault = findFault(text);
  const isEnd = /EOF|near unexpected token `(done|fi)'/.test(message);
  if (isEnd && fault?.kind === 'quote') return new ShellError('no closing quote', 1, 'fatal');
  if (isEnd && fault?.kind === 'unmatched') return new ShellError(`syntax error: unmatched '${fault.opener}'`, 1, 'fatal');
  const token = /unexpected (?:token )?[`']?([^`'\s]+)'?/.exec(message)?.[1] ?? TOKENS[/got (\S+)/.exec(message)?.[1] ?? ''];
  return new ShellError(token === undefined || token === 'EOF' ? 'syntax error: unexpected EOF' : `syntax error: unexpected '${token}'`, 1, 'fatal');
}

/** The parser's names of what mksh quotes. */
const TOKENS: Readonly<Record<string, string>> = {
  SEMICOLON: ';', NEWLINE: 'newline', LPAREN: '(', RPAREN: ')', LBRACE: '{', RBRACE: '}', PIPE: '|', AMP: '&', AND_AND: '&&', OR_OR: '||',
  DSEMI: ';;', FI: 'fi', DONE: 'done', THEN: 'then', DO: 'do', ESAC: 'esac', ELSE: 'else', ELIF: 'elif', LESS: '<', GREAT: '>',
};

/**
 * `${#}` for `$#`: inside of `$(…)` the parser takes what follows `$#` for a comment. Quoted text keeps its letters; a
 * script with here-documents is left as it is.
 */
function withClearCounts(text: string): string {
  if (!text.includes('$#') || hasHereDocument(text)) return text;
  return text.replace(/'[^']*'|"(?:\\[^]|[^"\\])*"|\\[^]|\$#(?![\w{])/g, (piece) =>
    (piece === '$#' ? '${#}' : piece.startsWith('"') ? piece.replace(/(?<!\\)\$#(?![\w{])/g, '${#}') : piece));
}
