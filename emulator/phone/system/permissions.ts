/** Android 9's permissions of protection level `dangerous`. https://developer.android.com/reference/android/Manifest.permission */
const DANGEROUS: ReadonlySet<string> = new Set([
  'READ_CALENDAR', 'WRITE_CALENDAR', 'READ_CALL_LOG', 'WRITE_CALL_LOG', 'PROCESS_OUTGOING_CALLS', 'CAMERA',
  'READ_CONTACTS', 'WRITE_CONTACTS', 'GET_ACCOUNTS', 'ACCESS_FINE_LOCATION', 'ACCESS_COARSE_LOCATION', 'RECORD_AUDIO',
  'READ_PHONE_STATE', 'READ_PHONE_NUMBERS', 'CALL_PHONE', 'ANSWER_PHONE_CALLS', 'ADD_VOICEMAIL', 'USE_SIP',
  'ACCEPT_HANDOVER', 'BODY_SENSORS', 'SEND_SMS', 'RECEIVE_SMS', 'READ_SMS', 'RECEIVE_WAP_PUSH', 'RECEIVE_MMS',
  'READ_EXTERNAL_STORAGE', 'WRITE_EXTERNAL_STORAGE',
].map((name) => `android.permission.${name}`));

/** Whether a person grants it while the app runs; all others are given at installation. */
export const isRuntimePermission = (name: string): boolean => DANGEROUS.has(name);
