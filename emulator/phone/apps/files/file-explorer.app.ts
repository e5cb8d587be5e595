import { fileManager } from './file-manager.ts';
import { CHINESE } from './file-texts.ts';

/** The File Manager of Chinese builds. */
export const APP = fileManager({
  packageName: 'com.android.fileexplorer',
  texts: CHINESE,
  helpUrl: 'https://www.mi.com/service/filemanager',
});
