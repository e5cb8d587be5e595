import { PROBE_HOST } from '../flow/probe.ts';
import type { ProbeRecord } from '../flow/window.ts';
import type { DeviceShell } from './device-shell.ts';
import { getSetting } from './settings.ts';

const ANSWER_LIMIT_S = 5;

/**
 * Sends a liveness probe from the phone's own shell, through the proxy the phone is set to at this moment. Answered
 * only when the recorder's own reply with this token came back to the phone.
 *
 * @param setting The proxy setting the run has made, `127.0.0.1:<port>`: another one found on the phone is no proof.
 */
export async function sendProbe(shell: DeviceShell, setting: string, token: string): Promise<ProbeRecord> {
  const startMs = Date.now();
  let error: string | undefined;
  try {
    error = await probe(shell, setting, token);
  } catch (cause) {
    // A phone that cannot be asked is a probe without an answer, which is what the window has to know.
    error = cause instanceof Error ? cause.message : String(cause);
  }
  return { token, startMs, endMs: Date.now(), answered: error === undefined, ...(error === undefined ? {} : { error }) };
}

async function probe(shell: DeviceShell, setting: string, token: string): Promise<string | undefined> {
  const current = await getSetting(shell, 'global', 'http_proxy');
  if (current !== setting) {
    const found = current === null || current === '' || current === ':0' ? 'no proxy' : `"${current}"`;
    return `read the phone's http_proxy setting, found ${found}, expected "${setting}"`;
  }
  const [host = '', port = ''] = current.split(':');
  const request = `GET http://${PROBE_HOST}/${token} HTTP/1.1\r\nHost: ${PROBE_HOST}\r\nConnection: close\r\n\r\n`;
  // Not by a pipe: nc closes its half of the connection when its input ends, and through adb that closes the whole
  // connection before the answer is there. It ends by itself when the recorder has answered and closed.
  const result = await shell.try(`timeout ${ANSWER_LIMIT_S} nc ${host} ${port}`, request);
  return hasAnswer(result.stdout, token) ? undefined : describeFailure(current, result);
}

/** The body is one line, `earshot-probe <token> <recorder>`: a proxy that merely echoes the URL does not give it. */
function hasAnswer(response: string, token: string): boolean {
  return new RegExp(String.raw`(?:^|\n)earshot-probe ${token} \S+`).test(response.replaceAll('\r\n', '\n'));
}

function describeFailure(setting: string, result: { exitCode: number; stdout: string; stderr: string }): string {
  const said = `${result.stdout}\n${result.stderr}`.trim().split(/\r?\n/)[0] ?? '';
  return `sent a probe through ${setting}, found ${said === '' ? 'no answer' : `"${said}"`} `
    + `(exit code ${result.exitCode}), expected the recorder's answer`;
}
