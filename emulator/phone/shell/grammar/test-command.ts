import { mayAccess } from '../../system/files/credential.ts';
import type { Inode } from '../../system/files/inode.ts';
import { sizeOf } from '../../system/files/phone-files.ts';
import { ShellError, type ShellState } from './state.ts';
import { calculate, readVariable } from './variables.ts';

const UNARY = /^-[bcdefghkLnoprSstuwxzGO]$/;
const BINARY: ReadonlySet<string> = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

/** `test` and `[ … ]` (without the closing bracket): the exit code is 0 when it holds. @throws {ShellError} when it makes no sense. */
export function testHolds(state: ShellState, args: readonly string[], name = 'test'): boolean {
  const reader = { at: 0, args, name };
  if (args.length === 0) return false;
  const holds = either(state, reader);
  if (reader.at < args.length) throw new ShellError(`${name}: ${args[reader.at] ?? ''}: unexpected operator/operand`, 2);
  return holds;
}

interface Reader {
  at: number;
  readonly args: readonly string[];
  /** `test` or `[`, in front of its errors. */
  readonly name: string;
}

function either(state: ShellState, reader: Reader): boolean {
  let holds = both(state, reader);
  while (reader.args[reader.at] === '-o') {
    reader.at++;
    const right = both(state, reader);
    holds = holds || right;
  }
  return holds;
}

function both(state: ShellState, reader: Reader): boolean {
  let holds = primary(state, reader);
  while (reader.args[reader.at] === '-a') {
    reader.at++;
    const right = primary(state, reader);
    holds = holds && right;
  }
  return holds;
}

function primary(state: ShellState, reader: Reader): boolean {
  const [word, next, third] = reader.args.slice(reader.at);
  if (word === undefined) throw new ShellError(`${reader.name}: argument expected`, 2);
  if (next !== undefined && third === undefined && BINARY.has(next) && reader.at + 2 === reader.args.length) {
    throw new ShellError(`${reader.name}: ${next}: missing second argument`, 2);
  }
  if (next !== undefined && third !== undefined && BINARY.has(next)) {
    reader.at += 3;
    return compare(state, word, next, third);
  }
  if (word === '!' && next !== undefined) {
    reader.at++;
    return !primary(state, reader);
  }
  if (word === '(' && next !== undefined) {
    reader.at++;
    const holds = either(state, reader);
    if (reader.args[reader.at] !== ')') throw new ShellError(`${reader.name}: missing )`, 2);
    reader.at++;
    return holds;
  }
  if (UNARY.test(word) && next !== undefined) {
    reader.at += 2;
    return testFile(state, word, next);
  }
  reader.at++;
  return word !== '';
}

/** A test of one operand: of a string, or of the file of that name. */
export function testFile(state: ShellState, operator: string, operand: string): boolean {
  if (operator === '-z') return operand === '';
  if (operator === '-n') return operand !== '';
  if (operator === '-t') return state.onTerminal?.has(Number(operand)) === true;
  if (operator === '-o') return state.options.has(operand);
  if (operator === '-v') return readVariable(state, operand) !== undefined;
  const node = find(state, operand, operator !== '-L' && operator !== '-h');
  if (node === undefined) return false;
  switch (operator) {
    case '-e':
    case '-a': return true;
    case '-d': return node.kind === 'directory';
    case '-f': return node.kind === 'file' && node.character !== true;
    case '-c': return node.kind === 'file' && node.character === true;
    case '-L':
    case '-h': return node.kind === 'link';
    case '-s': return sizeOf(node) > 0;
    case '-r': return mayAccess(state.credential, node, 'read');
    case '-w': return mayAccess(state.credential, node, 'write') && !state.files.disk.find(absolute(state, operand), state.credential).mount.readOnly;
    case '-x': return (node.mode & 0o111) !== 0 && mayAccess(state.credential, node, 'search');
    case '-u': return (node.mode & 0o4000) !== 0;
    case '-g': return (node.mode & 0o2000) !== 0;
    case '-k': return (node.mode & 0o1000) !== 0;
    case '-O': return node.uid === state.credential.uid;
    case '-G': return node.gid === state.credential.gid;
    default: return false;
  }
}

/** A test of two operands. */
export function compare(state: ShellState, left: string, operator: string, right: string): boolean {
  switch (operator) {
    case '=':
    case '==': return left === right;
    case '!=': return left !== right;
    case '<': return left < right;
    case '>': return left > right;
    case '-nt': return modified(state, left) > modified(state, right);
    case '-ot': return modified(state, left) < modified(state, right);
    case '-ef': return find(state, left, true) !== undefined && find(state, left, true) === find(state, right, true);
    default: return compareNumbers(calculate(state, left), operator, calculate(state, right));
  }
}

function compareNumbers(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case '-eq': return left === right;
    case '-ne': return left !== right;
    case '-lt': return left < right;
    case '-le': return left <= right;
    case '-gt': return left > right;
    case '-ge': return left >= right;
    default: throw new ShellError(`test: ${operator}: unexpected operator/operand`, 2);
  }
}

function find(state: ShellState, path: string, followLast: boolean): Inode | undefined {
  try {
    return state.files.node(absolute(state, path), { followLast });
  } catch {
    return undefined; // What cannot be reached is not there, for a test.
  }
}

const modified = (state: ShellState, path: string): number => find(state, path, true)?.mtimeMs ?? Number.NEGATIVE_INFINITY;
const absolute = (state: ShellState, path: string): string => state.files.resolvePath(state.cwd, path);
