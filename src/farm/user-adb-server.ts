import { EarshotError } from '../flow/errors.ts';
import { AdbClient } from './adb-client.ts';

const DEFAULT_PORT = 5037;

/** Port of the adb server that has the user's USB phones. */
export function userAdbPort(env: NodeJS.ProcessEnv = process.env): number {
  const text = env['ANDROID_ADB_SERVER_PORT'];
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new EarshotError('BAD_INPUT', `read ANDROID_ADB_SERVER_PORT, found ${JSON.stringify(text)}, expected a port`, {
    hint: 'Unset it, or set it to the port of your adb server.',
  });
}

/**
 * Connects to the adb server that is already running, as a client only: it is never started and never ended here.
 *
 * @throws {EarshotError} NO_PHONE when none answers.
 */
export async function reachUserAdbServer(port: number): Promise<AdbClient> {
  const client = new AdbClient(port);
  try {
    await client.ask('host:version');
    return client;
  } catch (cause) {
    throw new EarshotError('NO_PHONE', `looked for your adb server on port ${port}, found nobody listening, `
      + 'expected the server that has the USB phone', {
      cause,
      hint: `Type: ${port === DEFAULT_PORT ? '' : `ANDROID_ADB_SERVER_PORT=${port} `}adb start-server && adb devices`,
    });
  }
}
