import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appiumAsMarkdown, quantile, ratioOf, type AppiumMeasurement, type Way } from '../../bench/appium-table.ts';
import { costOfGroups } from '../../bench/process-cost.ts';

const measured = (way: Way, round: number, rssMb: number): AppiumMeasurement => ({
  phones: 2, way, round, rssMb, serversMs: 10, sessionsMs: 20, openMs: 30, openingProcessorMs: 40, commandsMs: 50, commandMedianMs: 1, commandP95Ms: 2, commandsProcessorMs: 60,
});

describe('the benchmark of Appium servers', () => {
  it('compares the ways within a round, since what else the machine does weighs on both', () => {
    const shared = [measured('shared', 0, 100), measured('shared', 1, 1000), measured('shared', 2, 100)];
    const oneEach = [measured('one each', 0, 200), measured('one each', 1, 1500), measured('one each', 2, 300)];

    assert.equal(ratioOf('rssMb', shared, oneEach), 2);
    assert.match(appiumAsMarkdown({ cpu: 'c', cores: 2, memoryGb: 4, node: 'v20', date: 'd' }, [...shared, ...oneEach]), /^\| 2 \| one each .* 300 MB \|\n\| {2}\| ratio \| .* \| 2\.00x \|$/m);
  });

  it('tells quantiles between two values', () => {
    assert.deepEqual([quantile([3, 1, 2], 0.5), quantile([1, 2], 0.5), quantile([0, 10], 0.95)], [2, 1.5, 9.5]);
  });

  it('knows the processor time and the memory of a group of processes, and of those that its processes have started', async () => {
    const spin = "for (const end = Date.now() + 60; Date.now() < end;); console.log('done'); setTimeout(() => {}, 60_000)";
    const leader = spawn('sh', ['-c', `${process.execPath} -e "${spin}" & wait`], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(leader.stdout, 'data');

    const { processorMs, rssMb } = costOfGroups([leader.pid!]);
    process.kill(-leader.pid!, 'SIGKILL');
    await once(leader, 'close');

    assert.ok(processorMs >= 20, `${processorMs} ms`);
    assert.ok(rssMb > 20, `${rssMb} MB`);
    assert.deepEqual(costOfGroups([]), { processorMs: 0, rssMb: 0 });
  });
});
