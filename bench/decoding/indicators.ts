import { CANARY_PREFIX } from '../../src/flow/canary.ts';
import type { Indicator } from '../../src/flow/indicator.ts';
import type { Random } from '../../test/decode/encode/random.ts';

/** So many indicators, each another one: canaries, android_ids and IMEIs in equal parts. */
export function manyIndicators(count: number, random: Random): readonly Indicator[] {
  return Array.from({ length: count }, (_, index): Indicator => {
    // The number in the middle keeps them apart whatever chance says.
    const unique = index.toString(36).padStart(4, '0');
    if (index % 3 === 0) return { name: `canary ${index}`, class: 'planted', value: `${CANARY_PREFIX}${unique}${random.text(10)}`, action: `action ${index}` };
    if (index % 3 === 1) return { name: `android_id ${index}`, class: 'personal', value: `${random.text(1, '123456789abcdef')}${random.hex(11)}${index.toString(16).padStart(4, '0')}` };
    return { name: `imei ${index}`, class: 'personal', value: `86${random.text(8, '0123456789')}${String(index).padStart(5, '0')}` };
  });
}
