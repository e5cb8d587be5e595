import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRegister } from '../../../src/cli/doctor/check-register.ts';
import { REGISTER_FILE } from '../../../src/silence/register-file.ts';

describe('earshot doctor --register', () => {
  let folder = '';
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'earshot-doctor-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  const entries = (): Record<string, unknown>[] => JSON.parse(readFileSync(REGISTER_FILE, 'utf8')) as Record<string, unknown>[];
  const check = (day = '2026-11-21', register: readonly unknown[] = entries()) => {
    writeFileSync(join(folder, 'register.json'), JSON.stringify(register));
    return checkRegister({ file: join(folder, 'register.json'), reports: join(folder, 'reports'), day });
  };
  const aRun = (run: string, isFull: boolean, used: readonly string[], unused: readonly string[]): void => {
    mkdirSync(join(folder, 'reports', run), { recursive: true });
    const register = { isFull, used, unused: unused.map((id) => ({ id, because: `entry "${id}" was used by nothing` })), overdue: [], dueSoon: [], overWide: [] };
    writeFileSync(join(folder, 'reports', run, 'run.json'), JSON.stringify({ run, phones: [], register }));
  };

  it('finds the shipped register in order, and says that without a full run nothing is known of unused entries', () => {
    const { lines, isInOrder } = check();

    assert.deepEqual([isInOrder, lines.length], [true, 1]);
    assert.ok(lines[0]!.startsWith(`${entries().length} entries, 0 mistakes; nothing is known of unused ones`), lines[0]);
  });

  it('names what no full run used, and not what one of them did', () => {
    aRun('a', true, ['push.connection'], ['push.resolver', 'system.captive-portal.google']);
    aRun('b', true, ['push.resolver'], ['push.connection', 'system.captive-portal.google', 'gone.since']);
    aRun('c', false, ['system.captive-portal.google'], []);

    const { lines, isInOrder } = check();

    assert.deepEqual([isInOrder, lines[0]], [false, 'unused     entry "system.captive-portal.google" was used by nothing']);
    assert.match(lines[1]!, /1 mistake; use by 2 full runs/);
  });

  it('names what is overdue and over-wide, and warns of what will be overdue without calling it a mistake', () => {
    assert.equal(check('2027-11-22').lines.filter((line) => line.startsWith('overdue ')).length, entries().length);
    const soon = check('2027-11-01');
    assert.deepEqual([soon.isInOrder, soon.lines.filter((line) => line.startsWith('soon ')).length], [true, entries().length]);
    const [first, ...others] = entries();
    const wide = check('2026-11-21', [{ ...first, destination: { kind: 'http', host: '*.example.com' } }, ...others]);
    assert.equal(wide.isInOrder, false);
    assert.match(wide.lines[0]!, /^over-wide {2}entry "system\.captive-portal" covers every host of example\.com/);
  });
});
