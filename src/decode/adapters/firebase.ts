import type { Adapter } from './adapter.ts';

/** Google Analytics for Firebase. */
export const firebase: Adapter = {
  name: 'firebase',
  title: 'Google Analytics for Firebase',
  source: 'tweaselORG/TrackHAR@b0189485 (2025-10-22), src/adapters/google.ts',
  // The body alone is a protobuf message like any other: without its host it cannot be told from others.
  signs: [
    { hosts: ['app-measurement.com'], paths: ['/a'] },
    { hosts: ['app-measurement.com'] },
  ],
  fields: {
    '1.8': 'operating system',
    '1.9': 'version of the operating system',
    '1.14': 'package of the app',
    '1.16': 'version of the app',
    '1.19': 'advertising id',
    '1.27': 'identifier of this installation',
  },
  opaque: [],
  checks: [{ kind: 'format', is: 'protobuf' }],
};
