// Makes sure of what Earshot stands on before anything else is loaded: node_modules from the lock file, adb, a JRE.
// Plain JavaScript on Node's own modules, because on a clean clone there is nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The lines of Node that Appium supports: lowest minor version of a major one, and all from a major one on. */
const LOWEST_MINOR = { 20: 19, 22: 12 };
const NEXT_MAJOR = 24;

/** Programs that have to be on the machine: how to see that they work, and the Debian package that brings them. */
const PROGRAMS = [
  { name: 'adb', what: 'adb (Android Debug Bridge)', works: findsAdb, debian: 'adb', brew: 'brew install android-platform-tools' },
  { name: 'java', what: 'a Java runtime (Allure needs it for its report)', works: findsJava, debian: 'default-jre-headless', brew: 'brew install openjdk' },
];

checkNode();
installModules();
installPrograms(PROGRAMS.filter((program) => !program.works()));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major >= NEXT_MAJOR || (major in LOWEST_MINOR && minor >= LOWEST_MINOR[major])) return;
  give(`Node ${process.versions.node} will not do: Earshot needs 20.19 or a later 20, 22.12 or a later 22, or 24 and newer. Install one from https://nodejs.org`);
}

function installModules() {
  if (modulesMatchLockFile()) return;
  say('installing node_modules from package-lock.json (about a minute) …');
  const { status } = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root });
  if (status !== 0) give('npm ci failed (its message is above). Once the cause is mended, type: npm ci');
}

/** npm leaves a copy of what it installed inside node_modules; optional packages of other systems are not in it. */
function modulesMatchLockFile() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) =>
    path === '' || entry.optional || installed[path]?.version === entry.version);
}

function installPrograms(missing) {
  if (missing.length === 0) return;
  const packages = missing.map((program) => program.debian);
  const isRoot = process.getuid?.() === 0;
  const hasApt = spawnSync('apt-get', ['--version']).status === 0;
  if (!hasApt || !isRoot) {
    const command = hasApt
      ? `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`
      : missing.map((program) => (process.platform === 'darwin' ? program.brew : `install ${program.what} with your package manager`)).join(' && ');
    give(`${missing.map((program) => program.what).join(' and ')} not found on this machine. Type: ${command}`);
  }
  say(`installing ${packages.join(' and ')} with apt-get …`);
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  for (const program of missing) {
    if (!program.works()) give(`apt-get did not bring ${program.what}. Type: apt-get install -y ${program.debian}`);
  }
}

function findsAdb() {
  const homes = [process.env.ANDROID_HOME, process.env.ANDROID_SDK_ROOT].filter(Boolean);
  return spawnSync('adb', ['version']).status === 0 || homes.some((home) => existsSync(join(home, 'platform-tools', 'adb')));
}

function findsJava() {
  const program = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  return spawnSync(program, ['-version']).status === 0;
}

/** Output of the installers goes to stderr: the standard output belongs to the command that follows. */
function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: ['ignore', process.stderr.fd, process.stderr.fd], ...options });
}

function say(message) {
  process.stderr.write(`earshot: ${message}\n`);
}

function give(message) {
  say(message);
  process.exit(3);
}
