/** Where an expression finds and leaves its variables. */
export interface ArithmeticScope {
  /** The text of a variable, perhaps an expression itself; undefined when it is not set. */
  read(name: string): string | undefined;
  write(name: string, value: string): void;
}

/** An expression that makes no sense, in mksh's words. */
export class ArithmeticError extends Error {}

/** How deep a variable may lead to another one (`x=y y=z`), as in mksh. */
const MAX_DEPTH = 64;

const LEVELS: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<=', '>=', '<', '>'], ['<<', '>>'], ['+', '-'], ['*', '/', '%'],
];
const ASSIGNMENTS: ReadonlySet<string> = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '|=', '^=']);
const TOKEN = /\s*(?:(\d+#[0-9A-Za-z]+|0[xX][0-9A-Fa-f]+|\d+)|([A-Za-z_]\w*(?:\[[^\]]*\])?)|(<<=|>>=|\+\+|--|&&|\|\||<<|>>|[-+*/%&|^<>=!]=|[-+*/%&|^<>=!~?:,()])|(\S))/y;

interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'other' | 'end';
  readonly text: string;
}

/** The value of an expression whose `$…` are expanded already: 32 bits with a sign, as in mksh. @throws {ArithmeticError} */
export function evaluateText(text: string, scope: ArithmeticScope, depth = 0): number {
  if (depth > MAX_DEPTH) throw new ArithmeticError(`${text}: expression recurses on parameter`);
  return text.trim() === '' ? 0 : new Evaluator(text, scope, depth).whole();
}

/** Reads and calculates in one go; what a short circuit skips is read with `#skips` set. */
class Evaluator {
  readonly #text: string;
  readonly #scope: ArithmeticScope;
  readonly #depth: number;
  readonly #tokens: readonly Token[];
  #at = 0;
  #skips = 0;

  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
    this.#tokens = tokensOf(text);
  }

  whole(): number {
    const value = this.#comma();
    if (this.#peek().kind !== 'end') this.#unexpected();
    return value;
  }

  #comma(): number {
    let value = this.#assignment();
    while (this.#accept(',')) value = this.#assignment();
    return value;
  }

  #assignment(): number {
    const name = this.#peek();
    const operator = this.#tokens[this.#at + 1]?.text ?? '';
    if (name.kind !== 'name' || !ASSIGNMENTS.has(operator)) return this.#ternary();
    this.#at += 2;
    const right = this.#assignment();
    if (operator === '=') return this.#store(name.text, right);
    return this.#store(name.text, this.#apply(operator.slice(0, -1), this.#read(name.text), right));
  }

  #ternary(): number {
    const condition = this.#binary(0);
    if (!this.#accept('?')) return condition;
    const consequent = this.#skipping(condition === 0, () => this.#comma());
    if (!this.#accept(':')) this.#unexpected();
    const alternate = this.#skipping(condition !== 0, () => this.#ternary());
    return condition === 0 ? alternate : consequent;
  }

  #binary(level: number): number {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let token = this.#peek(); token.kind === 'operator' && operators.includes(token.text); token = this.#peek()) {
      this.#at++;
      const isDecided = (token.text === '&&' && left === 0) || (token.text === '||' && left !== 0);
      const right = this.#skipping(isDecided, () => this.#binary(level + 1));
      left = this.#apply(token.text, left, right);
    }
    return left;
  }

  #unary(): number {
    const { kind, text } = this.#peek();
    if (kind !== 'operator') return this.#postfix();
    if (text === '++' || text === '--') {
      this.#at++;
      const name = this.#peek();
      if (name.kind !== 'name') this.#unexpected();
      this.#at++;
      return this.#store(name.text, this.#read(name.text) + (text === '++' ? 1 : -1));
    }
    if (!['-', '+', '!', '~'].includes(text)) return this.#postfix();
    this.#at++;
    const operand = this.#unary();
    return text === '-' ? -operand | 0 : text === '+' ? operand : text === '!' ? Number(operand === 0) : ~operand;
  }

  #postfix(): number {
    const token = this.#peek();
    this.#at++;
    if (token.kind === 'number') return this.#number(token.text);
    if (token.text === '(' && token.kind === 'operator') {
      const value = this.#comma();
      if (!this.#accept(')')) this.#unexpected();
      return value;
    }
    if (token.kind !== 'name') {
      this.#at--;
      this.#unexpected();
    }
    const value = this.#read(token.text);
    if (this.#accept('++')) this.#store(token.text, value + 1);
    else if (this.#accept('--')) this.#store(token.text, value - 1);
    return value;
  }

  #number(text: string): number {
    const [base = '', digits] = text.split('#');
    // A leading zero means nothing to mksh outside its POSIX mode.
    const value = digits === undefined ? Number(/^0[xX]/.test(text) ? text : text.replace(/^0+(?=\d)/, '')) : parseInt(digits, Number(base));
    if (Number.isNaN(value)) throw new ArithmeticError(`${this.#text}: bad number '${text}'`);
    return value | 0;
  }

  #read(name: string): number {
    return evaluateText(this.#scope.read(name) ?? '', this.#scope, this.#depth + 1);
  }

  #store(name: string, value: number): number {
    if (this.#skips === 0) this.#scope.write(name, String(value | 0));
    return value | 0;
  }

  #apply(operator: string, left: number, right: number): number {
    if ((operator === '/' || operator === '%') && right === 0) {
      if (this.#skips > 0) return 0;
      throw new ArithmeticError(`${this.#text}: zero divisor`);
    }
    return calculate(operator, left, right) | 0;
  }

  #skipping(skips: boolean, read: () => number): number {
    if (skips) this.#skips++;
    const value = read();
    if (skips) this.#skips--;
    return value;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'end of expression' };
  }

  #accept(text: string): boolean {
    const { kind, text: found } = this.#peek();
    const isIt = kind === 'operator' && found === text;
    if (isIt) this.#at++;
    return isIt;
  }

  #unexpected(): never {
    throw new ArithmeticError(`${this.#text}: unexpected '${this.#peek().text}'`);
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const [, number, name, operator, other = ''] = found;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push(operator === undefined ? { kind: 'other', text: other } : { kind: 'operator', text: operator });
  }
  return tokens;
}

function calculate(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return Math.imul(left, right);
    case '/': return Math.trunc(left / right);
    case '%': return left % right;
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
    case '&&': return Number(left !== 0 && right !== 0);
    default: return Number(left !== 0 || right !== 0);
  }
}
