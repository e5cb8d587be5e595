import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAllureReport } from '../../src/report/allure-report.ts';

describe('the Allure report of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-allure-report-'));
  const javaHome = process.env['JAVA_HOME'];
  after(() => {
    if (javaHome === undefined) delete process.env['JAVA_HOME'];
    else process.env['JAVA_HOME'] = javaHome;
    rmSync(folder, { recursive: true });
  });

  it('is not made without Java: says in one line what Allure said, what to install, and how the report is made then', async () => {
    process.env['JAVA_HOME'] = join(folder, 'no-java');

    await assert.rejects(makeAllureReport({ results: folder, report: join(folder, 'report'), run: 'a-run', environment: {}, previousReport: join(folder, 'none') }), {
      code: 'TOOL_MISSING',
      message: /^allure generate made no report in \S+report; the verdicts stand\. It said: .*JAVA_HOME.*$/,
      hint: /default-jre-headless.*npx earshot run --resume a-run makes the report/,
    });
  });
});
