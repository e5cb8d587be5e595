import type { Finding } from '../../flow/finding.ts';
import type { Flow } from '../../flow/flow.ts';
import { destinationOf } from './destination.ts';

/** A finding that says whom its flow went to. */
export function withDestination(finding: Finding, { host, address }: Pick<Flow, 'host' | 'address'>): Finding {
  return { ...finding, destination: destinationOf(host, address) };
}
