import { createRequire } from 'node:module';
import type SensorsAnalytics from 'sa-sdk-node';

const PACKAGE = 'sa-sdk-node';

/** The class that the vendor's package exports, its `Submitter` with it. */
export type VendorSdk = typeof SensorsAnalytics;

/**
 * Loads the vendor's own SDK, which a phone needs only when its profile asks for it.
 * @throws when the package is not installed
 */
export function loadVendorSdk(load: (name: string) => unknown = createRequire(import.meta.url)): VendorSdk {
  const found = loaded(load);
  if (!isVendorSdk(found)) throw new Error(`booting a phone with an sdk of preset sensors-node: found a package ${PACKAGE} that exports no SensorsAnalytics and Submitter, expected version 1.2.6`);
  return found;
}

function loaded(load: (name: string) => unknown): unknown {
  try {
    return load(PACKAGE);
  } catch (cause) {
    throw new Error(`booting a phone with an sdk of preset sensors-node: the package ${PACKAGE} cannot be loaded; install it (npm install ${PACKAGE}@1.2.6) or take the preset sensors`, { cause });
  }
}

function isVendorSdk(value: unknown): value is VendorSdk {
  return typeof value === 'function' && 'Submitter' in value && typeof value.Submitter === 'function';
}
