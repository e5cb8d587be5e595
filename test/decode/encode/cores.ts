import { CANARY_PREFIX } from '../../../src/flow/canary.ts';
import type { Indicator } from '../../../src/flow/indicator.ts';
import type { Random } from './random.ts';
import { ordinaryValue } from './structures.ts';

/** What is hidden at the bottom of a stack: the indicator, and the text that carries it. */
export interface Core {
  readonly indicator: Indicator;
  readonly text: string;
}

/** An indicator of one of the kinds a phone has, inside of a URL, an event, a sentence or a list. */
export function randomCore(random: Random): Core {
  const indicator = randomIndicator(random);
  return { indicator, text: textAround(indicator.value, random) };
}

/** A canary, or an identifier of a phone or its owner. */
export function randomIndicator(random: Random): Indicator {
  const planted = (value: string): Indicator => ({ name: 'canary:url', class: 'planted', value, action: 'opens a page' });
  const personal = (name: string, value: string): Indicator => ({ name, class: 'personal', value });
  switch (random.below(6)) {
    case 0: return personal('android_id', random.text(1, '123456789abcdef') + random.hex(15));
    case 1: return personal('imei', imei(random));
    case 2: return personal('wifi_mac', Array.from({ length: 6 }, (_, index) => (index === 0 ? '4c' : random.hex(2))).join(':'));
    case 3: return personal('account_email', `${random.text(7)}.${random.text(4)}@mail.example`);
    case 4: return personal('ssid', `${random.pick(['Corner Cafe', 'HomeNet', 'Praça Central'])} ${random.text(4, '0123456789')}`);
    default: return planted(CANARY_PREFIX + random.text(12));
  }
}

function imei(random: Random): string {
  const digits = `86${random.text(12, '0123456789')}`;
  // Luhn: every second digit from the right of the finished number is doubled.
  const sum = Array.from(digits).reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

function textAround(value: string, random: Random): string {
  switch (random.below(5)) {
    case 0: return `https://shop.example/${random.word()}/${encodeURI(value)}?ref=${random.word()}&t=${1_588_240_000_000 + random.below(1e9)}`;
    case 1: return JSON.stringify({ event: `${random.word()}_${random.word()}`, time: 1_588_240_000_000, properties: { [random.word()]: value, [`${random.word()}_2`]: ordinaryValue(random) } });
    case 2: return `${random.word()} of ${value} from ${random.word()}`;
    case 3: return `设备 ${random.word()}: ${value}，页面 ${random.word()} 😀`;
    default: return `${random.word()}=${random.below(1000)};id=${value};${random.word()}=${random.word()}`;
  }
}
