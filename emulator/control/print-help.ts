import { faultHelp } from './fault-help.ts';

process.stdout.write(faultHelp());
