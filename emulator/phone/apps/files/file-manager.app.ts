import { fileManager } from './file-manager.ts';
import { ENGLISH } from './file-texts.ts';

/** The File Manager of global builds. */
export const APP = fileManager({
  packageName: 'com.mi.android.globalFileexplorer',
  texts: ENGLISH,
  helpUrl: 'https://www.mi.com/global/support/file-manager',
});
