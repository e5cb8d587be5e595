import type { CommandNode, PipelineNode, ScriptNode, SimpleCommandNode, StatementNode, WordNode } from 'just-bash';
import { errorText } from '../../system/files/file-error.ts';
import { NOTHING, Pipe } from '../process/pipe.ts';
import { BUILTINS, type Builtin } from './builtins.ts';
import { calculateText } from './calculate.ts';
import { conditionHolds } from './condition.ts';
import { quoted } from './declare.ts';
import { expandSegments, expandText, expandWords } from './expand.ts';
import type { ArithmeticNode, Expansion } from './expansion.ts';
import { startJob } from './jobs.ts';
import { chunksOf } from './parse.ts';
import { toRegExp, type Segment } from './pattern.ts';
import { captureOutput, noteTerminal, outcomeOf, redirect } from './redirect.ts';
import { SELECT_PREFIX } from './rewrite.ts';
import { choose } from './select.ts';
import { runPendingTraps, runTrap } from './signals.ts';
import { copyState, ExitSignal, LeaveSignal, SHELL_PATH, ShellError, type Io, type ShellState } from './state.ts';
import { assign, assignArray, readVariable, type Variable } from './variables.ts';

type Compound = Exclude<CommandNode, { type: 'SimpleCommand' } | { type: 'FunctionDef' }>;

/** Runs a program that is neither builtin nor function; resolves to its exit code. */
export type RunProgram = (state: ShellState, argv: readonly string[], io: Io) => Promise<number>;

/** Walks the syntax tree. One a shell; subshells get one of their own. */
export class Interpreter implements Expansion {
  readonly state: ShellState;
  readonly runProgram: RunProgram;

  constructor(state: ShellState, runProgram: RunProgram) {
    this.state = state;
    this.runProgram = runProgram;
  }

  /** Runs statements one after the other; the exit code is the last one's. */
  async run(statements: readonly StatementNode[], io: Io): Promise<number> {
    for (const statement of statements) {
      if (this.state.signal.aborted) throw new ExitSignal(129);
      if (statement.background) this.#background(statement, io);
      else await this.#statement(statement, io);
      if (this.state.pendingSignals.length > 0) await runPendingTraps(this, io);
    }
    return this.state.status;
  }

  /** Runs statements in a subshell; `exit` ends only that. */
  async runSubshell(statements: readonly StatementNode[], io: Io): Promise<number> {
    const inner = new Interpreter(copyState(this.state), this.runProgram);
    return inner.runToEnd(statements, io);
  }

  /** Runs statements as a shell of its own: errors are printed, `exit` is obeyed, the trap of its end is run. */
  async runToEnd(statements: readonly StatementNode[], io: Io): Promise<number> {
    const streams = { ...io };
    this.state.status = await this.#toEnd(() => this.run(statements, streams), streams);
    return this.#toEnd(() => this.finish(streams), streams);
  }

  /** Runs a text as a shell of its own, line after line. */
  async runText(text: string, io: Io): Promise<number> {
    const streams = { ...io };
    this.state.status = await this.#toEnd(async () => {
      for (const chunk of chunksOf(text, this.state.aliases)) {
        if ('error' in chunk) throw chunk.error;
        // `sh -n`: read, but do not run.
        if (!this.state.options.has('noexec')) await this.run(chunk.statements, streams);
      }
      return this.state.status;
    }, streams);
    return this.#toEnd(() => this.finish(streams), streams);
  }

  /** What is left to do when the shell ends: the trap on `EXIT`. */
  async finish(io: Io): Promise<number> {
    const { status } = this.state;
    await runTrap(this, 'EXIT', io);
    return status;
  }

  async #toEnd(run: () => Promise<number>, io: Io): Promise<number> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ExitSignal) return error.code;
      if (error instanceof LeaveSignal) return error.kind === 'return' ? error.count : this.state.status;
      if (!(error instanceof ShellError)) throw error;
      io.stderr.write(`${SHELL_PATH}: ${error.message}\n`);
      return error.exitCode;
    }
  }

  async substitute(script: ScriptNode): Promise<string> {
    const output = captureOutput();
    const file = fileOf(script);
    const io = { stdin: this.#io?.stdin ?? NOTHING, stdout: output.sink, stderr: this.#io?.stderr ?? NOTHING, ...(this.#io?.others === undefined ? {} : { others: this.#io.others }) };
    if (file !== undefined) this.state.substituted = await this.#readFile(file, io);
    else this.state.substituted = await this.runSubshell(script.statements, io);
    return output.text();
  }

  /** `$(< file)`. */
  async #readFile(file: WordNode, io: Io): Promise<number> {
    const name = await this.text(file);
    try {
      io.stdout.write(this.state.files.readSync(this.state.files.resolvePath(this.state.cwd, name)));
      return 0;
    } catch (error) {
      io.stderr.write(`${SHELL_PATH}: ${name}: can't open $(<...) file: ${errorText(error)}\n`);
      return 1;
    }
  }

  calculate(node: ArithmeticNode): Promise<number> {
    return calculateText(this, node.originalText ?? '');
  }

  text(word: WordNode): Promise<string> {
    return expandText(this, word);
  }

  segments(word: WordNode): Promise<Segment[]> {
    return expandSegments(this, word);
  }

  /** Runs a builtin, a function or a program with words that are expanded already. */
  async execute(argv: readonly string[], io: Io, options: { readonly functions: boolean } = { functions: true }): Promise<number> {
    const [name = ''] = argv;
    const body = options.functions ? this.state.functions.get(name) : undefined;
    if (body !== undefined) return this.#call(body, argv.slice(1), io);
    const builtin: Builtin | undefined = BUILTINS.get(name);
    if (builtin !== undefined) return builtin(this, argv, io);
    return this.runProgram(this.state, argv, io);
  }

  #io: Io | undefined;

  #background(statement: StatementNode, io: Io): void {
    startJob(this.state, ({ signal }) => {
      const inner = new Interpreter(copyState(this.state, { signal }), this.runProgram);
      return inner.runToEnd([{ ...statement, background: false }], { ...io, stdin: NOTHING });
    });
    this.state.status = 0;
  }

  async #statement(statement: StatementNode, io: Io): Promise<void> {
    for (const [index, pipeline] of statement.pipelines.entries()) {
      const operator = index === 0 ? ';' : statement.operators[index - 1];
      if ((operator === '&&' && this.state.status !== 0) || (operator === '||' && this.state.status === 0)) continue;
      const isLast = index === statement.pipelines.length - 1;
      this.state.status = isLast && !pipeline.negated ? await this.#pipeline(pipeline, io) : await this.#quietly(() => this.#pipeline(pipeline, io));
      if (!isLast || pipeline.negated || this.state.status === 0 || this.state.unguarded > 0) continue;
      await runTrap(this, 'ERR', io);
      if (this.state.options.has('errexit')) throw new ExitSignal(this.state.status);
    }
  }

  async #pipeline(pipeline: PipelineNode, io: Io): Promise<number> {
    const [only] = pipeline.commands;
    const startMs = this.state.phone.system.clock.uptimeMs();
    const status = pipeline.commands.length === 1 && only !== undefined
      ? await this.#command(only, io)
      : await this.#pipe(pipeline, io);
    if (pipeline.timed === true) io.stderr.write(timesText(this.state.phone.system.clock.uptimeMs() - startMs));
    return pipeline.negated ? Number(status === 0) : status;
  }

  async #pipe(pipeline: PipelineNode, io: Io): Promise<number> {
    let stdin = io.stdin;
    const running = pipeline.commands.map(async (command, index) => {
      const isLast = index === pipeline.commands.length - 1;
      const source = stdin;
      const pipe = new Pipe();
      stdin = pipe;
      const stderr = pipeline.pipeStderr?.[index] === true && !isLast ? pipe : io.stderr;
      const inner = new Interpreter(copyState(this.state), this.runProgram);
      const status = await inner.#guarded(command, { ...io, stdin: source, stdout: isLast ? io.stdout : pipe, stderr });
      pipe.end();
      if (source instanceof Pipe && index > 0) source.close();
      return status;
    });
    const codes = await Promise.all(running);
    return (this.state.options.has('pipefail') ? codes.findLast((code) => code !== 0) : codes.at(-1)) ?? 0;
  }

  async #guarded(command: CommandNode, io: Io): Promise<number> {
    const pipeline: PipelineNode = { type: 'Pipeline', commands: [command], negated: false };
    return this.runToEnd([{ type: 'Statement', pipelines: [pipeline], operators: [], background: false }], io);
  }

  async #command(command: CommandNode, io: Io): Promise<number> {
    this.#io = io;
    noteTerminal(this.state, io);
    try {
      if (command.type === 'FunctionDef') {
        this.state.functions.set(command.name, command.body);
        return 0;
      }
      if (command.type === 'SimpleCommand') return await this.#simple(command, io);
      const redirected = await redirect(this, command.redirections, io);
      return await this.#compound(command, redirected);
    } catch (error) {
      if (!(error instanceof ShellError) || error.isFatal) throw error;
      io.stderr.write(`${SHELL_PATH}: ${error.message}\n`);
      return error.exitCode;
    }
  }

  async #simple(command: SimpleCommandNode, io: Io): Promise<number> {
    delete this.state.substituted;
    const words = await expandWords(this, command.name === null ? [] : [command.name, ...command.args]);
    const assignments = await this.#assignments(command, words.length === 0);
    if (this.state.options.has('xtrace')) this.#trace(assignments, words, io);
    const redirected = await redirect(this, command.redirections, io);
    if (words.length === 0) return this.#lastSubstitution();
    if (words[0] === 'exec' && words.length === 1) {
      Object.assign(io, redirected);
      return 0;
    }
    // A special builtin keeps what was assigned before it.
    if (SPECIAL.has(words[0] ?? '') && !this.state.functions.has(words[0] ?? '')) {
      for (const [name, value] of assignments) assign(this.state, name, value);
      return outcomeOf(await this.execute(words, redirected), words[0] ?? '', io, redirected);
    }
    return outcomeOf(await this.#withVariables(assignments, () => this.execute(words, redirected)), words[0] ?? '', io, redirected);
  }

  #lastSubstitution(): number {
    return this.state.substituted ?? 0;
  }

  async #assignments(command: SimpleCommandNode, lasting: boolean): Promise<readonly (readonly [string, string])[]> {
    const made: (readonly [string, string])[] = [];
    for (const { name, value, append, array } of command.assignments) {
      if (array !== null) {
        assignArray(this.state, name, await expandWords(this, array), append);
        continue;
      }
      const text = value === null ? '' : await this.text(value);
      const before = append ? readVariable(this.state, name) ?? '' : '';
      made.push([name, before + text]);
      if (lasting) assign(this.state, name, before + text);
    }
    return made;
  }

  #trace(assignments: readonly (readonly [string, string])[], words: readonly string[], io: Io): void {
    const parts = assignments.map(([name, value]) => `${name}=${value === '' ? '' : quoted(value)} `).join('');
    io.stderr.write(`+ ${parts}${words.map(quoted).join(' ')}\n`);
  }

  /** `A=1 command`: the variables are set, and exported, for the one command. */
  async #withVariables(assignments: readonly (readonly [string, string])[], run: () => Promise<number>): Promise<number> {
    const before = new Map<string, Variable | undefined>(assignments.map(([name]) => [name, this.state.variables.get(name)]));
    for (const [name, value] of assignments) assign(this.state, name, value, true);
    try {
      return await run();
    } finally {
      this.#restore(before);
    }
  }

  #restore(before: ReadonlyMap<string, Variable | undefined>): void {
    for (const [name, variable] of before) {
      if (variable === undefined) this.state.variables.delete(name);
      else this.state.variables.set(name, variable);
    }
  }

  async #call(body: Compound, args: readonly string[], io: Io): Promise<number> {
    const outer = this.state.positional;
    this.state.positional = args;
    this.state.hidden.push(new Map());
    try {
      return await this.#command(body, io);
    } catch (error) {
      if (error instanceof LeaveSignal && error.kind === 'return') return error.count;
      throw error;
    } finally {
      this.state.positional = outer;
      this.#restore(this.state.hidden.pop() ?? new Map());
    }
  }

  async #compound(command: Compound, io: Io): Promise<number> {
    switch (command.type) {
      case 'Group': return this.run(command.body, io);
      case 'Subshell': return this.runSubshell(command.body, io);
      case 'If': {
        for (const clause of command.clauses) {
          if ((await this.#quietly(() => this.run(clause.condition, io))) === 0) return this.#body(clause.body, io);
        }
        return command.elseBody === null ? 0 : this.#body(command.elseBody, io);
      }
      case 'While': return this.#loop(async () => (await this.#quietly(() => this.run(command.condition, io))) === 0, command.body, io);
      case 'Until': return this.#loop(async () => (await this.#quietly(() => this.run(command.condition, io))) !== 0, command.body, io);
      case 'For': {
        const values = command.words === null ? [...this.state.positional] : await expandWords(this, command.words);
        if (command.variable.startsWith(SELECT_PREFIX)) return this.#select(command.variable.slice(SELECT_PREFIX.length), values, command.body, io);
        return this.#loop(() => Promise.resolve(this.#next(command.variable, values)), command.body, io);
      }
      case 'CStyleFor': throw new ShellError("syntax error: unexpected '(('", 1, 'fatal');
      case 'Case': return this.#case(command, io);
      case 'ArithmeticCommand': return (await this.calculate(command.expression)) === 0 ? 1 : 0;
      case 'ConditionalCommand': return (await conditionHolds(this, command.expression)) ? 0 : 1;
    }
  }

  async #select(variable: string, words: readonly string[], body: readonly StatementNode[], io: Io): Promise<number> {
    const choices = { words, shown: false, ended: false };
    const status = words.length === 0 ? 0 : await this.#loop(() => choose(this.state, variable, choices, io), body, io);
    return choices.ended ? 1 : status;
  }

  #next(variable: string, values: string[]): boolean {
    const value = values.shift();
    if (value === undefined) return false;
    assign(this.state, variable, value);
    return true;
  }

  async #body(statements: readonly StatementNode[], io: Io): Promise<number> {
    return statements.length === 0 ? 0 : this.run(statements, io);
  }

  /** A condition may fail without `set -e` ending the shell. */
  async #quietly(run: () => Promise<number>): Promise<number> {
    this.state.unguarded++;
    try {
      return await run();
    } finally {
      this.state.unguarded--;
    }
  }

  async #loop(goesOn: () => Promise<boolean>, body: readonly StatementNode[], io: Io): Promise<number> {
    this.state.loops++;
    try {
      return await this.#turns(goesOn, body, io);
    } finally {
      this.state.loops--;
    }
  }

  async #turns(goesOn: () => Promise<boolean>, body: readonly StatementNode[], io: Io): Promise<number> {
    let status = 0;
    while (await goesOn()) {
      if (io.stdout.closed) return 141;
      // A loop of builtins only would never let the phone do anything else.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.state.signal.aborted) throw new ExitSignal(129);
      try {
        status = await this.#body(body, io);
      } catch (error) {
        if (!(error instanceof LeaveSignal) || error.kind === 'return') throw error;
        if (error.count > 1) throw new LeaveSignal(error.kind, error.count - 1);
        if (error.kind === 'break') return 0;
      }
    }
    return status;
  }

  async #case(command: Extract<Compound, { type: 'Case' }>, io: Io): Promise<number> {
    const subject = await this.text(command.word);
    let fallsThrough = false;
    let status = 0;
    for (const item of command.items) {
      const matches = fallsThrough || (await this.#matchesAny(item.patterns, subject));
      if (!matches) continue;
      status = await this.#body(item.body, io);
      if (item.terminator === ';;') return status;
      fallsThrough = item.terminator === ';&';
    }
    return status;
  }

  async #matchesAny(patterns: SimpleCommandNode['args'], subject: string): Promise<boolean> {
    for (const pattern of patterns) {
      if (toRegExp(await this.segments(pattern), { anchor: 'both' }).test(subject)) return true;
    }
    return false;
  }
}

/** Builtins that are part of the language: assignments before them last. */
const SPECIAL: ReadonlySet<string> = new Set([':', '.', 'break', 'continue', 'eval', 'exec', 'exit', 'export', 'readonly', 'return', 'set', 'shift', 'times', 'trap', 'unset']);

/** The file of `$(< file)`; undefined when there is more to do. */
function fileOf(script: ScriptNode): WordNode | undefined {
  const [statement, ...rest] = script.statements;
  const command = statement?.pipelines.length === 1 && rest.length === 0 && statement.pipelines[0]?.commands.length === 1 ? statement.pipelines[0].commands[0] : undefined;
  if (command?.type !== 'SimpleCommand' || command.name !== null || command.assignments.length > 0) return undefined;
  const [made, more] = command.redirections;
  return made?.operator === '<' && more === undefined && made.target.type === 'Word' ? made.target : undefined;
}

function timesText(elapsedMs: number): string {
  const minutes = Math.floor(elapsedMs / 60_000);
  const seconds = ((elapsedMs % 60_000) / 1000).toFixed(2).padStart(5, '0');
  return `    ${minutes}m${seconds}s real     0m00.00s user     0m00.00s system\n`;
}
