import type { WebEngine } from '../../apps/web-engine.ts';
import type { Packages, Properties } from '../../system/services.ts';
import type { NetworkStack } from '../phone-network.ts';
import { createChromiumWebEngine } from './chromium/chromium-web-engine.ts';
import { pageUserAgent } from './page-user-agent.ts';
import { createWebEngine } from './phone-web-engine.ts';

export interface AppEnginesOptions {
  readonly network: NetworkStack;
  readonly properties: Properties;
  readonly packages: Packages;
  /** Apps whose pages Chromium loads. */
  readonly chromium: readonly string[];
}

/** The web engine of every app, and how they are ended with the phone. */
export interface AppEngines extends WebEngine {
  close(): Promise<void>;
}

/** Loads pages as each app's own engine does. */
export function createAppEngines(options: AppEnginesOptions): AppEngines {
  const { network } = options;
  return createChromiumWebEngine({
    network,
    anchorsFor: (packageName) => network.anchorsFor(packageName),
    userAgentOf: (packageName) => pageUserAgent(options, packageName),
    others: createWebEngine(options),
    packages: new Set(options.chromium),
  });
}
