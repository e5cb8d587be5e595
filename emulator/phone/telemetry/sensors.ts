import { gzipSync } from 'node:zlib';
import type { SensorsSdk } from '../profile/profile.ts';
import { fill, fillString, type LookUp } from '../profile/template.ts';
import type { QueuedEvent, Request } from './event-queue.ts';
import { percentEncode } from './encodings/percent.ts';

/** Java's `String.hashCode`, which the SDK sends along as a checksum. */
export function javaHashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

/** The form a batch of items travels in: `crc`, `gzip=1`, and the items as JSON in gzip in base64. */
export function sensorsForm(items: readonly unknown[]): string {
  const data = gzipSync(Buffer.from(JSON.stringify(items))).toString('base64');
  return `crc=${javaHashCode(data)}&gzip=1&data_list=${percentEncode(Buffer.from(data))}`;
}

/**
 * The request the Sensors Analytics SDK for Android makes of waiting events (sensorsdata/sa-sdk-android,
 * `AnalyticsMessages.sendData`): `_flush_time` is the sending, `time` the happening.
 */
export function sensorsRequest(sdk: SensorsSdk, events: readonly QueuedEvent[], lookUp: LookUp): Request {
  const flushTime = lookUp('time');
  const items = events.map((event) => ({ ...sensorsItem(sdk, event, lookUp), _flush_time: flushTime }));
  return {
    body: Buffer.from(sensorsForm(items)),
    // `HttpURLConnection` adds this by itself when a body is written without a type.
    contentType: 'application/x-www-form-urlencoded',
  };
}

function sensorsItem(sdk: SensorsSdk, event: QueuedEvent, lookUp: LookUp) {
  const lib = { $lib: 'Android', $lib_version: sdk.libVersion, $lib_method: 'code', $app_version: lookUp('app.versionName') ?? '' };
  return {
    _track_id: event.trackId,
    time: event.eventMs,
    type: 'track',
    event: event.name,
    distinct_id: fillString(sdk.distinctId, lookUp),
    lib,
    properties: { ...standardProperties(lookUp), ...lib, ...objectOf(fill(sdk.properties, lookUp)), ...event.fields },
  };
}

function standardProperties(lookUp: LookUp) {
  return {
    $os: 'Android',
    $os_version: lookUp('property.ro.build.version.release') ?? '',
    $manufacturer: lookUp('property.ro.product.manufacturer') ?? '',
    $model: lookUp('property.ro.product.model') ?? '',
    $brand: lookUp('property.ro.product.brand') ?? '',
    $device_id: lookUp('id.android_id') ?? '',
    $app_id: lookUp('package') ?? '',
    $network_type: 'WIFI',
    $wifi: true,
  };
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
