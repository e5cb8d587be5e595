import type { Request } from '../queued-event.ts';
import type { SdkHost } from './sdk-model.ts';

/** A remote configuration: where it lies and how old it may get. */
export interface RemoteConfig {
  readonly url: string;
  readonly minMs: number;
  readonly maxMs: number;
}

/** Asks for an SDK's configuration when it is due; resolves to the answer's JSON, undefined when there is none. */
export async function fetchConfig(host: SdkHost, packageName: string, config: RemoteConfig, request: Request = {}): Promise<unknown> {
  const nowMs = host.clock.now();
  const name = `config ${config.url}`;
  if (nowMs < Number(host.get(packageName, name) ?? '0')) return undefined;
  const periodMs = config.minMs + Math.floor(host.random() * (config.maxMs - config.minMs + 1));
  try {
    const cause = { kind: 'timer', atMs: nowMs, what: 'remote configuration' } as const;
    const { status, body } = await host.ask(packageName, { method: 'GET', url: config.url, ...request }, { purpose: 'telemetry-config', cause });
    if (status !== 200) return undefined;
    host.put(packageName, name, String(nowMs + periodMs * host.timeScale));
    return JSON.parse(body.toString());
  } catch {
    // The network has written it down; the SDK goes on with what it knows.
    return undefined;
  }
}
