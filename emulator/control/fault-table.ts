import type { Fault } from './fault.ts';
import { CABLE_FAULTS } from './faults/cable-faults.ts';
import { HARDWARE_FAULTS } from './faults/hardware-faults.ts';
import { SETUP_FAULTS } from './faults/setup-faults.ts';
import { SOFTWARE_FAULTS } from './faults/software-faults.ts';

/** Everything that can be made to go wrong on a phone; help, documentation and dispatch read it here. */
export const FAULTS: readonly Fault[] = [...CABLE_FAULTS, ...SOFTWARE_FAULTS, ...HARDWARE_FAULTS, ...SETUP_FAULTS];
