import type { z } from 'zod';
import type { Fault } from './fault.ts';
import { FAULTS } from './fault-table.ts';

/** One parameter as a person is told of it. */
interface ParameterHelp {
  readonly name: string;
  readonly about: string;
  /** Absent where the parameter may be left out and nothing takes its place. */
  readonly fallback?: string;
}

/** The parameters of a fault, in their order. */
export function parameterHelp(fault: Fault): readonly ParameterHelp[] {
  return Object.entries(fault.parameters.shape).map(([name, type]) => {
    const { fallback, about } = describe(type as z.ZodType);
    return { name, about, ...(fallback === undefined ? {} : { fallback }) };
  });
}

function describe(type: z.ZodType): { readonly about: string; readonly fallback?: string } {
  // Defaults and optional marks wrap the type that carries the description.
  const inner = 'innerType' in type.def ? (type.def.innerType as z.ZodType) : undefined;
  const about = type.description ?? inner?.description ?? '';
  const fallback = 'defaultValue' in type.def ? JSON.stringify(type.def.defaultValue) : undefined;
  return { about, ...(fallback === undefined ? {} : { fallback }) };
}

const EXAMPLES = `How to make one happen (phones count from 1; the port is printed as "control <url>"):
  curl -X POST localhost:<port>/phones/1/faults -d '{"fault":"cable-drop","forMs":3000}'
  curl -X POST localhost:<port>/phones/1/faults -d '{"fault":"slow-link","latencyMs":300}'
  curl localhost:<port>/phones/1/faults                        which are on
  curl -X DELETE localhost:<port>/phones/1/faults/slow-link    take one back
or from the start, here 5 s after the boot: --fault cable-drop:forMs=3000@5000
`;

/** The faults for a terminal, and how to make them happen. */
export function faultHelp(): string {
  const width = Math.max(...FAULTS.map(({ name }) => name.length)) + 2;
  const lines = FAULTS.flatMap((fault) => [
    `  ${fault.name.padEnd(width)}${fault.about}`,
    ...parameterHelp(fault).map((parameter) => `  ${' '.repeat(width)}  ${parameter.name}: ${parameter.about}${parameter.fallback === undefined ? '' : ` (${parameter.fallback})`}`),
  ]);
  return `Faults, on command (defaults in brackets; those with forMs last until they are taken back):\n${lines.join('\n')}\n\n${EXAMPLES}`;
}

/** The faults as a Markdown table, for the page about them. */
export function faultTable(): string {
  const rows = FAULTS.map((fault) => {
    const parameters = parameterHelp(fault).map(({ name, about, fallback }) => `\`${name}\`: ${about}${fallback === undefined ? '' : ` (${fallback})`}`);
    const reboot = { mended: 'mends it', stays: 'leaves it', again: 'leaves it' }[fault.afterReboot];
    return `| \`${fault.name}\` | ${fault.about} | ${parameters.join('; ')} | ${fault.lasts}${fault.lasts === 'at once' ? '' : `; a reboot ${reboot}`} | ${fault.seen} |`;
  });
  return ['| fault | what happens | parameters | lasts | what is seen |', '|---|---|---|---|---|', ...rows].join('\n');
}
