import type { HomeIcon, HomeItem } from './home-layout.ts';

/** What stands where, page by page. */
export type HomePages = readonly (readonly HomeItem[])[];

/** The icon of a package, wherever it stands. */
export function findIcon(pages: HomePages, packageName: string): HomeIcon | undefined {
  return pages.flat().flatMap((item) => ('folder' in item ? item.items : [item])).find((icon) => icon.packageName === packageName);
}

/** Without the icon; a folder stays when it is empty. */
export function takeAway(pages: HomePages, packageName: string): HomePages {
  return pages.map((page) => page.flatMap((item): readonly HomeItem[] => {
    if ('folder' in item) return [{ ...item, items: item.items.filter((icon) => icon.packageName !== packageName) }];
    return item.packageName === packageName ? [] : [item];
  }));
}

/** With an icon at the end of a folder. */
export function putIntoFolder(pages: HomePages, folder: string, icon: HomeIcon): HomePages {
  return takeAway(pages, icon.packageName).map((page) => page.map((item) => ('folder' in item && item.folder === folder ? { ...item, items: [...item.items, icon] } : item)));
}

/** With a new folder in the place of an icon, holding it and another. */
export function makeFolder(pages: HomePages, folder: string, icons: readonly [target: HomeIcon, dropped: HomeIcon]): HomePages {
  const [target, dropped] = icons;
  return takeAway(pages, dropped.packageName).map((page) => page.map((item) => ('packageName' in item && item.packageName === target.packageName ? { folder, items: [target, dropped] } : item)));
}

/** With an icon at the end of a page. */
export function putOnPage(pages: HomePages, number: number, icon: HomeIcon): HomePages {
  return takeAway(pages, icon.packageName).map((page, i) => (i === number ? [...page, icon] : page));
}
