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

/** There once the shade is pulled down further. */
const MORE_TILES: readonly Tile[] = [
  { title: 'Torch', icon: 'torch', namespace: 'secure', key: 'flashlight_enabled', on: '1', off: '0' },
  { title: 'Do not disturb', icon: 'moon', namespace: 'global', key: 'zen_mode', on: '1', off: '0' },
  { title: 'Vibrate', icon: 'mobile', namespace: 'system', key: 'vibrate_when_ringing', on: '1', off: '0' },
  { title: 'Battery saver', icon: 'battery', namespace: 'global', key: 'low_power', on: '1', off: '0' },
  { title: 'Dark mode', icon: 'incognito', namespace: 'secure', key: 'ui_night_mode', on: '2', off: '1' },
  { title: 'Reading mode', icon: 'note', namespace: 'system', key: 'screen_paper_mode_enabled', on: '1', off: '0' },
];

/** Quick settings, and the notification the system itself posts while a computer may debug the phone. */
export function createTilesModel(context: AppContext): AppModel {
  const isOn = (tile: Tile): boolean => {
    const value = context.settings.get(tile.namespace, tile.key);
    return tile.off === '0' ? isTrue(value) : value === tile.on;
  };
  const rowsOf = (tiles: readonly Tile[]): readonly Row[] => tiles.map((tile) => tileRow(tile, isOn(tile)));
  return {
    rows: (source) => (source === 'tiles' ? rowsOf(TILES) : source === 'tilestrue' ? rowsOf([...TILES, ...MORE_TILES]) : []),
    call(operation: string, args: Row, cause: Cause): void {
      const tile = [...TILES, ...MORE_TILES].find((candidate) => candidate.title === args['tile']);
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
