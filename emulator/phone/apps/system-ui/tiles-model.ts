import type { Cause } from '../app-event.ts';
import type { AppContext, AppModel } from '../app-model.ts';
import type { SettingsNamespace } from '../../system/services.ts';
import { isTrue } from '../template.ts';
import type { Row } from '../value.ts';

interface Tile {
  readonly title: string;
  readonly icon: string;
  readonly namespace: SettingsNamespace;
  readonly key: string;
  readonly on: string;
  readonly off: string;
}

/** Each tile turns one value of the settings provider over. */
const TILES: readonly Tile[] = [
  { title: 'WLAN', icon: 'wifi', namespace: 'global', key: 'wifi_on', on: '1', off: '0' },
  { title: 'Mobile data', icon: 'data', namespace: 'global', key: 'mobile_data', on: '1', off: '0' },
  { title: 'Bluetooth', icon: 'bluetooth', namespace: 'global', key: 'bluetooth_on', on: '1', off: '0' },
  { title: 'Location', icon: 'location', namespace: 'secure', key: 'location_mode', on: '3', off: '0' },
  { title: 'Aeroplane mode', icon: 'aeroplane', namespace: 'global', key: 'airplane_mode_on', on: '1', off: '0' },
  { title: 'Auto-rotate', icon: 'rotate', namespace: 'system', key: 'accelerometer_rotation', on: '1', off: '0' },
];

/** Quick settings and notifications. */
export function createTilesModel(context: AppContext): AppModel {
  const isOn = (tile: Tile): boolean => isTrue(context.settings.get(tile.namespace, tile.key));
  return {
    rows: (source) => (source === 'tiles' ? TILES.map((tile) => tileRow(tile, isOn(tile))) : notifications(context)),
    call(operation: string, args: Row, cause: Cause): void {
      const tile = TILES.find((candidate) => candidate.title === args['tile']);
      if (operation !== 'turn' || tile === undefined) return;
      const value = isOn(tile) ? tile.off : tile.on;
      context.settings.put(tile.namespace, tile.key, value);
      context.emit('tile.toggle', { tile: tile.title, key: tile.key, value }, cause);
    },
  };
}

function tileRow(tile: Tile, isOn: boolean): Row {
  return { key: tile.key, title: tile.title, icon: tile.icon, on: isOn, state: isOn ? 'On' : 'Off' };
}

function notifications(context: AppContext): readonly Row[] {
  return isTrue(context.settings.get('global', 'adb_enabled')) ? [{ key: 'adb', title: 'USB debugging connected' }] : [];
}
