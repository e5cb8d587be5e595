import { createPublicKey } from 'node:crypto';

/** The key built into OneTrack and MiStat, under which they wrap theirs for the collectors. Invented, as is its other half. */
export const COLLECTOR_PUBLIC_KEY = createPublicKey({
  format: 'jwk',
  key: {
    kty: 'RSA',
    e: 'AQAB',
    n: 'y72dBAMBDCO7y7N3sfuV6GpZv1GnZgXmuQoNVPaOi30Fw3lBxyYVJ6MH6LbxSFWG6Ifm6jwPrtBbrfIpN9WyKb1IkRwRNGWgMfLJ6_fZGq0MLEVuX2gk_fYYzeHzLDyZMrLYn8Vjmm_IhsyF_NGewzzzcZaVaYLw2ZsBxCrBmB0',
  },
});
