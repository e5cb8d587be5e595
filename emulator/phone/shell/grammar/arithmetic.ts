import type { WordNode } from 'just-bash';
import { assign, ShellError, type ShellState } from './state.ts';

type ArithmeticPart = Extract<WordNode['parts'][number], { type: 'ArithmeticExpansion' }>;
export type Arithmetic = ArithmeticPart['expression'];
type Expression = Arithmetic['expression'];
type Assignment = Extract<Expression, { type: 'ArithAssignment' }>;
type Unary = Extract<Expression, { type: 'ArithUnary' }>;
type Binary = Extract<Expression, { type: 'ArithBinary' }>;

/** The value of `$((…))`: 32-bit in mksh. Assignments in it take effect. */
export function evaluate(arithmetic: Arithmetic, state: ShellState): number {
  return value(arithmetic.expression, state) | 0;
}

function value(node: Expression, state: ShellState): number {
  switch (node.type) {
    case 'ArithNumber': return node.value;
    case 'ArithVariable': return read(node.name, state);
    case 'ArithSpecialVar': return node.name === '?' ? state.status : node.name === '#' ? state.positional.length : state.pid;
    case 'ArithGroup':
    case 'ArithNested': return value(node.expression, state);
    case 'ArithTernary': return value(node.condition, state) !== 0 ? value(node.consequent, state) : value(node.alternate, state);
    case 'ArithUnary': return unary(node, state);
    case 'ArithBinary': return binary(node, state);
    case 'ArithAssignment': return assignment(node, state);
    case 'ArithArrayElement':
    case 'ArithBracedExpansion':
    case 'ArithCommandSubst':
    case 'ArithConcat':
    case 'ArithDoubleSubscript':
    case 'ArithDynamicAssignment':
    case 'ArithDynamicBase':
    case 'ArithDynamicElement':
    case 'ArithDynamicNumber':
    case 'ArithNumberSubscript':
    case 'ArithSingleQuote':
    case 'ArithSyntaxError': throw new ShellError(`arithmetic of the kind ${node.type} is not supported`);
  }
}

function read(name: string, state: ShellState): number {
  const text = /^\d+$/.test(name) ? state.positional[Number(name) - 1] : state.variables.get(name)?.value;
  const number = Number(text === undefined || text.trim() === '' ? '0' : text);
  if (Number.isNaN(number)) throw new ShellError(`${text ?? ''}: unexpected '${text ?? ''}'`);
  return number;
}

function unary(node: Unary, state: ShellState): number {
  if (node.operator === '++' || node.operator === '--') {
    if (node.operand.type !== 'ArithVariable') throw new ShellError(`${node.operator} needs a variable`);
    const before = read(node.operand.name, state);
    const after = before + (node.operator === '++' ? 1 : -1);
    assign(state, node.operand.name, String(after));
    return node.prefix ? after : before;
  }
  const operand = value(node.operand, state);
  switch (node.operator) {
    case '-': return -operand;
    case '+': return operand;
    case '!': return operand === 0 ? 1 : 0;
    case '~': return ~operand;
  }
}

function binary(node: Binary, state: ShellState): number {
  const left = value(node.left, state);
  if (node.operator === '&&') return left !== 0 && value(node.right, state) !== 0 ? 1 : 0;
  if (node.operator === '||') return left !== 0 || value(node.right, state) !== 0 ? 1 : 0;
  return apply(node.operator, left, value(node.right, state));
}

function assignment(node: Assignment, state: ShellState): number {
  const right = value(node.value, state);
  const operator = node.operator.slice(0, -1);
  const result = operator === '' ? right : apply(operator, read(node.variable, state), right);
  assign(state, node.variable, String(result | 0));
  return result;
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return Math.imul(left, right);
    case '/': return Math.trunc(left / divisor(right));
    case '%': return left % divisor(right);
    case '**': return left ** right;
    case '<<': return left << right;
    case '>>': return left >> right;
    case '<': return Number(left < right);
    case '<=': return Number(left <= right);
    case '>': return Number(left > right);
    case '>=': return Number(left >= right);
    case '==': return Number(left === right);
    case '!=': return Number(left !== right);
    case '&': return left & right;
    case '|': return left | right;
    case '^': return left ^ right;
    case ',': return right;
    default: throw new ShellError(`arithmetic operator ${operator} is not supported`);
  }
}

function divisor(right: number): number {
  if (right === 0) throw new ShellError('zero divisor');
  return right;
}
