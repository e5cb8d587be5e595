/** Every system property out of what `getprop` prints: `[name]: [value]`, a value may run over several lines. */
export function parseProperties(output: string): Readonly<Record<string, string>> {
  const text = output.replaceAll('\r\n', '\n');
  const matches = text.matchAll(/^\[([^\]\n]+)\]: \[([\s\S]*?)\]$(?=\n\[|\n*$(?![\s\S]))/gm);
  return Object.fromEntries([...matches].map(([, name, value]) => [name ?? '', value ?? '']));
}
