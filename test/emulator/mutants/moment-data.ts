import type { AppEvent } from '../../../emulator/phone/apps/app-event.ts';
import type { Moment } from '../../../emulator/mutants/moment.ts';

/** A moment as an app tells of it; each text in it holds the canary. */
export function eventOf(moment: Pick<Moment, 'package' | 'event' | 'data'>, canary: string, more: AppEvent['data'] = {}): Partial<AppEvent> {
  const page = `https://${canary}.visited.test/`;
  const title = `Title ${canary}`;
  return {
    packageName: moment.package,
    name: moment.event,
    data: {
      url: page, title, video: `${page}v.mp4`, term: `term ${canary}`, engine: 'DuckDuckGo', text: `text ${canary}`, artist: `Artist ${canary}`, album: '',
      name: `name-${canary}`, path: `/storage/emulated/0/${canary}`, from: `from-${canary}`, to: `to-${canary}`, package: `com.${canary}`, tile: `tile-${canary}`, category: `category-${canary}`, key: `key-${canary}`, value: '1',
      page: `page-${canary}`, fragment: `F${canary}`, activity: `com.${canary}.Activity`, count: 3, incognito: false, enhanced: false,
      ...moment.data, ...more,
    },
  };
}
