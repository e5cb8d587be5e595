import { aPhone, run, type TestPhone } from '../a-phone.ts';
import { withoutFolder, type ScriptAnswer } from './answer.ts';

/** Runs scripts on one phone, each in an empty folder of its own. */
export function scriptsOnAPhone(phone: TestPhone = aPhone()): { run(script: string): Promise<ScriptAnswer> } {
  let count = 0;
  return {
    async run(script) {
      const folder = `/data/local/tmp/${count++}`;
      phone.system.files.makeDirectoriesSync(folder);
      phone.system.files.change(folder, { uid: 2000, gid: 2000, mode: 0o771 });
      return withoutFolder(await run(phone, `cd ${folder}; export TZ=UTC\n${script}`), folder);
    },
  };
}
