import { base64Run } from './base64-run.ts';
import { base64 } from './base64.ts';
import type { Decoder } from './decoder.ts';
import { form } from './form.ts';
import { gzip } from './gzip.ts';
import { hex } from './hex.ts';
import { json } from './json.ts';
import { nestedUrl } from './nested-url.ts';
import { percent } from './percent.ts';
import { utf16 } from './utf16.ts';
import { zlib } from './zlib.ts';

/** Every format that is read, in the order of their priorities. */
export const DECODERS: readonly Decoder[] = [gzip, zlib, utf16, json, nestedUrl, form, percent, hex, base64, base64Run].sort(
  (one, other) => one.priority - other.priority,
);
