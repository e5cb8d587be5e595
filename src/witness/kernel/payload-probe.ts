import type { DeviceShell } from '../../device/device-shell.ts';
import { PROBE_HOST } from '../../flow/probe.ts';

const ANSWER_LIMIT_S = 5;

/** One exchange with the recorder whose size is known, seen as TCP payload. */
export interface PayloadExchange {
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

/**
 * Sends a liveness probe that carries so many bytes, from the phone's own shell through the proxy on its loopback. The
 * recorder answers it itself, whatever it carries.
 *
 * @param setting `127.0.0.1:<port>`, the proxy as the phone sees it.
 * @returns What crossed the connection, or why nothing did.
 */
export async function exchangePayload(
  shell: DeviceShell,
  setting: string,
  payload: { readonly token: string; readonly bytes: number },
): Promise<PayloadExchange | { readonly failed: string }> {
  const [host = '', port = ''] = setting.split(':');
  const { token, bytes } = payload;
  const head = `POST http://${PROBE_HOST}/${token} HTTP/1.1\r\nHost: ${PROBE_HOST}\r\nContent-Type: text/plain\r\n`
    + `Content-Length: ${bytes}\r\nConnection: close\r\n\r\n`;
  const request = head + 'x'.repeat(bytes);
  const { exitCode, stdout, stderr } = await shell.try(`timeout ${ANSWER_LIMIT_S} nc ${host} ${port}`, request);
  if (stdout.includes(`earshot-probe ${token} `)) return { sentBytes: request.length, receivedBytes: Buffer.byteLength(stdout) };
  const said = `${stdout}\n${stderr}`.trim().split(/\r?\n/)[0] ?? '';
  return { failed: `sent ${bytes} bytes through ${setting}, found ${said === '' ? 'no answer' : `"${said.slice(0, 120)}"`} (exit code ${exitCode}), expected the recorder's` };
}
