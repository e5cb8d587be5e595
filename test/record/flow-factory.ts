import type { Flow } from '../../src/flow/flow.ts';

/** A finished flow without request or answer. */
export function aBareFlow(): Flow {
  return {
    id: 'f000001',
    device: 'phone-1',
    kind: 'http',
    state: 'complete',
    startMs: 1_000,
    endMs: 1_500,
    host: 'a.world.test',
    port: 443,
    secure: true,
    recorder: 'r1',
  };
}

/** A plain finished exchange; what matters to a test is said by the test. */
export function aFlow(news: Partial<Flow> = {}): Flow {
  return {
    ...aBareFlow(),
    request: { method: 'GET', url: 'https://a.world.test/', httpVersion: '1.1', headers: [['Host', 'a.world.test']] },
    response: { status: 200, statusText: 'OK', headers: [] },
    ...news,
  };
}
