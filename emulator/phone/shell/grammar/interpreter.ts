import type { CommandNode, PipelineNode, ScriptNode, SimpleCommandNode, StatementNode, WordNode } from 'just-bash';
import { NOTHING, Pipe } from '../process/pipe.ts';
import { evaluate } from './arithmetic.ts';
import { BUILTINS, type Builtin } from './builtins.ts';
import { expandSegments, expandText, expandWords } from './expand.ts';
import type { Expansion } from './expansion.ts';
import { conditionHolds } from './condition.ts';
import { toRegExp, type Segment } from './pattern.ts';
import { captureOutput, redirect } from './redirect.ts';
import { assign, copyState, ExitSignal, LeaveSignal, SHELL_PATH, ShellError, type Io, type ShellState } from './state.ts';

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
      if (statement.deferredError !== undefined) throw new ShellError(`syntax error: unexpected '${statement.deferredError.token}'`);
      if (statement.background) this.#startJob(statement, io);
      else await this.#statement(statement, io);
    }
    return this.state.status;
  }

  /** Runs statements in a subshell; `exit` ends only that. */
  async runSubshell(statements: readonly StatementNode[], io: Io): Promise<number> {
    const inner = new Interpreter(copyState(this.state), this.runProgram);
    return inner.runToEnd(statements, io);
  }

  /** Runs statements as a shell of its own: errors are printed, `exit` is obeyed. */
  async runToEnd(statements: readonly StatementNode[], io: Io): Promise<number> {
    try {
      return await this.run(statements, io);
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
    this.state.status = await this.runSubshell(script.statements, { stdin: NOTHING, stdout: output.sink, stderr: this.#stderr });
    return output.text();
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

  #stderr: Io['stderr'] = NOTHING;

  #startJob(statement: StatementNode, io: Io): void {
    const inner = new Interpreter(copyState(this.state), this.runProgram);
    const job = inner.runToEnd([{ ...statement, background: false }], { ...io, stdin: NOTHING });
    const isDetached = statement.pipelines.at(-1)?.commands.at(-1)?.redirections.some((made) => (made.fd ?? 1) === 1 && made.operator.includes('>')) === true;
    this.state.lastBackgroundPid = this.state.phone.system.processes.nextPid();
    if (!isDetached) this.state.jobs.add(job);
    void job.then(() => this.state.jobs.delete(job));
    this.state.status = 0;
  }

  async #statement(statement: StatementNode, io: Io): Promise<void> {
    for (const [index, pipeline] of statement.pipelines.entries()) {
      const operator = index === 0 ? ';' : statement.operators[index - 1];
      if ((operator === '&&' && this.state.status !== 0) || (operator === '||' && this.state.status === 0)) continue;
      this.state.status = await this.#pipeline(pipeline, io);
      const isLast = index === statement.pipelines.length - 1;
      if (this.state.options.has('errexit') && isLast && this.state.status !== 0 && !pipeline.negated) throw new ExitSignal(this.state.status);
    }
  }

  async #pipeline(pipeline: PipelineNode, io: Io): Promise<number> {
    const [only] = pipeline.commands;
    const status = pipeline.commands.length === 1 && only !== undefined
      ? await this.#command(only, io)
      : await this.#pipe(pipeline, io);
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
      const status = await inner.#guarded(command, { stdin: source, stdout: isLast ? io.stdout : pipe, stderr });
      pipe.end();
      if (source instanceof Pipe && index > 0) source.close();
      return status;
    });
    return (await Promise.all(running)).at(-1) ?? 0;
  }

  async #guarded(command: CommandNode, io: Io): Promise<number> {
    const pipeline: PipelineNode = { type: 'Pipeline', commands: [command], negated: false };
    return this.runToEnd([{ type: 'Statement', pipelines: [pipeline], operators: [], background: false }], io);
  }

  async #command(command: CommandNode, io: Io): Promise<number> {
    this.#stderr = io.stderr;
    try {
      if (command.type === 'FunctionDef') {
        this.state.functions.set(command.name, command.body);
        return 0;
      }
      if (command.type === 'SimpleCommand') return await this.#simple(command, io);
      return await this.#compound(command, await redirect(this, command.redirections, io));
    } catch (error) {
      if (!(error instanceof ShellError)) throw error;
      io.stderr.write(`${SHELL_PATH}: ${error.message}\n`);
      return error.exitCode;
    }
  }

  async #simple(command: SimpleCommandNode, io: Io): Promise<number> {
    const words = await expandWords(this, command.name === null ? [] : [command.name, ...command.args]);
    const assignments: (readonly [string, string])[] = [];
    this.state.status = words.length === 0 ? 0 : this.state.status;
    for (const assignment of command.assignments) {
      const text = assignment.value === null ? '' : await this.text(assignment.value);
      const before = assignment.append ? this.state.variables.get(assignment.name)?.value ?? '' : '';
      assignments.push([assignment.name, before + text]);
      if (words.length === 0) assign(this.state, assignment.name, before + text);
    }
    const redirected = await redirect(this, command.redirections, io);
    if (words.length === 0) return this.state.status;
    return this.#withVariables(assignments, () => this.execute(words, redirected));
  }

  /** `A=1 command`: the variables are set, and exported, for the one command. */
  async #withVariables(assignments: readonly (readonly [string, string])[], run: () => Promise<number>): Promise<number> {
    const before = new Map(assignments.map(([name]) => [name, this.state.variables.get(name)]));
    for (const [name, value] of assignments) assign(this.state, name, value, true);
    try {
      return await run();
    } finally {
      for (const [name, variable] of before) {
        if (variable === undefined) this.state.variables.delete(name);
        else this.state.variables.set(name, variable);
      }
    }
  }

  async #call(body: Compound, args: readonly string[], io: Io): Promise<number> {
    const outer = this.state.positional;
    this.state.positional = args;
    try {
      return await this.#command(body, io);
    } catch (error) {
      if (error instanceof LeaveSignal && error.kind === 'return') return error.count;
      throw error;
    } finally {
      this.state.positional = outer;
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
        return this.#loop(() => Promise.resolve(this.#next(command.variable, values)), command.body, io);
      }
      case 'CStyleFor': throw new ShellError("syntax error: unexpected '(('");
      case 'Case': return this.#case(command, io);
      case 'ArithmeticCommand': return evaluate(command.expression, this.state) === 0 ? 1 : 0;
      case 'ConditionalCommand': return (await conditionHolds(this, command.expression)) ? 0 : 1;
    }
  }

  #next(variable: string, values: string[]): boolean {
    const value = values.shift();
    if (value === undefined) return false;
    assign(this.state, variable, value);
    return true;
  }

  async #body(statements: readonly StatementNode[], io: Io): Promise<number> {
    this.state.status = 0;
    return this.run(statements, io);
  }

  /** A condition may fail without `set -e` ending the shell. */
  async #quietly(run: () => Promise<number>): Promise<number> {
    const hadErrexit = this.state.options.delete('errexit');
    try {
      return await run();
    } finally {
      if (hadErrexit) this.state.options.add('errexit');
    }
  }

  async #loop(goesOn: () => Promise<boolean>, body: readonly StatementNode[], io: Io): Promise<number> {
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
