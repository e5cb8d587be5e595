import type { Sdk } from '../../profile/profile.ts';
import { ColumbusModel } from './columbus.ts';
import { GenericModel } from './generic.ts';
import { MistatModel } from './mistat.ts';
import { OneTrackModel } from './onetrack.ts';
import type { SdkHost, SdkModel } from './sdk-model.ts';
import { SensorsNodeModel } from './sensors-node/model.ts';
import { SensorsModel } from './sensors.ts';
import { SpockModel } from './spock.ts';
import { TracksModel } from './tracks.ts';

/** The model of an SDK, by its preset. */
export function createSdk(sdk: Sdk, host: SdkHost): SdkModel {
  switch (sdk.preset) {
    case 'sensors':
      return new SensorsModel(sdk, host);
    case 'sensors-node':
      return new SensorsNodeModel(sdk, host);
    case 'onetrack':
      return new OneTrackModel(sdk, host);
    case 'spock':
      return new SpockModel(sdk, host);
    case 'tracks':
      return new TracksModel(host);
    case 'mistat':
      return new MistatModel(sdk, host);
    case 'columbus':
      return new ColumbusModel(sdk, host);
    case 'generic':
      return new GenericModel(sdk);
  }
}
