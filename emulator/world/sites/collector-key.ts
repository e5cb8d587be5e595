import { createPrivateKey } from 'node:crypto';

/**
 * The collectors' half of the key that OneTrack and MiStat are built with. Invented and published here: it keeps nothing
 * secret, it makes the exchange of keys a real one.
 */
export const COLLECTOR_PRIVATE_KEY = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'RSA',
    n: 'y72dBAMBDCO7y7N3sfuV6GpZv1GnZgXmuQoNVPaOi30Fw3lBxyYVJ6MH6LbxSFWG6Ifm6jwPrtBbrfIpN9WyKb1IkRwRNGWgMfLJ6_fZGq0MLEVuX2gk_fYYzeHzLDyZMrLYn8Vjmm_IhsyF_NGewzzzcZaVaYLw2ZsBxCrBmB0',
    e: 'AQAB',
    d: 'W_ege-IbQ-6RY9cELcxCE-KF1o22QaBiUJ6P_A07tQ1fX6hJn-q52-WEuXBzI9KvjiFig9NOxPt6lt9b6b9FpzFzAy3d4V8GADjcZn5SdZXOuJCiaRTYtVvXQtL3DioB8P9ITkRL_6CA333Qa987eZoc1kUmyC5aStKpfXzmjeE',
    p: '6froqbrwvaWUtLZRfkepwUUw2MfQHognUvzNJIlrDUWNKWP4sku7EuINVcu4KmgzkBPKYODJOwDG74geimnPlQ',
    q: '3uorqZk05NhlTEw4kfr7Py2eldeRT24A1goKdvBnYIfCOMRHSoaqWuoOnsk1AHR0DnchpmJGf6DdZgb1kuCkaQ',
    dp: 'kNB8g-Bx886xtQ9KbPAJvtcGHoW858i5HgHdLgnnOfWcIsv_NsrsZAmI21sVBxorH7dAAKnfoice-U20KVLH6Q',
    dq: 'NiVta6nSRlAl8u2ExDjRtJvxLHaLTl7rBxKzTgbBJZp0W_OZWYnycVjvKjS3kh-3XRgk7VRryW6auMCx__ZfGQ',
    qi: 'V2a5McnB9H-JmvGvyzbeS3paXsam9vMvahMJYhRx_06HGBxZ-nIk3xTGw13pnwWU9L4ZbR_J8LFM2TttUflzOw',
  },
});
