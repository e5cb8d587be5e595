import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { findAdb } from '../farm/adb-program.ts';
import { earshotVersion } from './earshot-version.ts';

const require = createRequire(import.meta.url);
const versioned = z.object({ version: z.string() });

const LIBRARIES = ['appium', 'appium-uiautomator2-driver', 'webdriverio', 'mockttp', 'mocha', 'allure-commandline'];

/** Versions of everything a verdict stands on, for `run.json`. */
export async function describeTools(projectRoot: string): Promise<Readonly<Record<string, string>>> {
  const adb = await findAdb();
  const libraries = LIBRARIES.map((name) => [name, versionOf(join(projectRoot, 'node_modules', name, 'package.json'))] as const);
  return {
    earshot: earshotVersion(),
    ...(await commit(projectRoot)),
    node: process.versions.node,
    adb: adb.version,
    platform: `${process.platform} ${process.arch}`,
    ...Object.fromEntries(libraries),
  };
}

function versionOf(packageFile: string): string {
  return versioned.parse(JSON.parse(readFileSync(require.resolve(packageFile), 'utf8'))).version;
}

/** Absent where Earshot does not run from a git checkout. */
async function commit(projectRoot: string): Promise<{ readonly commit?: string }> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: projectRoot });
    return { commit: stdout.trim() };
  } catch {
    return {};
  }
}
