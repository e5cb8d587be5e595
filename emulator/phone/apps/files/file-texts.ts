/** What a build of the File Manager calls things. */
export interface FileTexts {
  readonly app: string;
  readonly welcome: string;
  readonly consent: string;
  readonly experience: string;
  readonly agree: string;
  readonly permission: string;
  readonly tabs: Readonly<Record<'Recent' | 'Storage', string>>;
  readonly categories: Readonly<Record<string, string>>;
  readonly volume: string;
  readonly empty: string;
  readonly createFolder: string;
  readonly newFolder: string;
  readonly refresh: string;
  readonly showHidden: string;
  readonly help: string;
  readonly sort: string;
  readonly sorts: Readonly<Record<'name' | 'size' | 'time' | 'type', string>>;
  readonly settings: string;
  readonly about: string;
  readonly recommendations: string;
  readonly rename: string;
  readonly delete: string;
  readonly deleteQuestion: string;
  readonly copy: string;
  readonly move: string;
  readonly paste: string;
  readonly cancel: string;
  readonly more: string;
  readonly share: string;
  readonly details: string;
  readonly selectAll: string;
  readonly search: string;
  readonly ok: string;
  readonly items: string;
  readonly installQuestion: string;
  readonly install: string;
  readonly installed: string;
  readonly notInstalled: string;
  readonly cannotOpen: string;
  readonly failed: string;
}

/** Global builds; recorded where docs/emulator/screens.md says so, invented otherwise. */
export const ENGLISH: FileTexts = {
  app: 'File Manager',
  welcome: 'Welcome to File Manager',
  consent: 'File Manager needs your consent to the User agreement and the Privacy policy.',
  experience: 'Join User Experience Program',
  agree: 'Agree and continue',
  permission: 'Allow File Manager to access photos, media, and files on your device?',
  tabs: { Recent: 'Recent', Storage: 'Storage' },
  categories: { Images: 'Images', Videos: 'Videos', Music: 'Music', Documents: 'Docs', APKs: 'APKs', Downloads: 'Downloads' },
  volume: 'Internal shared storage',
  empty: 'No files',
  createFolder: 'Create folder',
  newFolder: 'New folder',
  refresh: 'Refresh',
  showHidden: 'Show hidden files',
  help: 'Help',
  sort: 'Sort by',
  sorts: { name: 'Name', size: 'Size', time: 'Time', type: 'Type' },
  settings: 'Settings',
  about: 'About',
  recommendations: 'Receive recommendations',
  rename: 'Rename',
  delete: 'Delete',
  deleteQuestion: 'Delete ${model.selectedName}?',
  copy: 'Copy',
  move: 'Move',
  paste: 'Paste',
  cancel: 'Cancel',
  more: 'More',
  share: 'Share',
  details: 'Details',
  selectAll: 'Select all',
  search: 'Search files',
  ok: 'OK',
  items: 'items',
  installQuestion: 'Do you want to install this application?',
  install: 'Install',
  installed: 'App installed',
  notInstalled: 'App not installed',
  cannotOpen: "Can't open this type of file",
  failed: 'Operation failed',
};

/** The Chinese build: 手机, 全选, 删除, 排序 are recorded (GKD_subscription, MIUIFrameTest), the others invented. */
export const CHINESE: FileTexts = {
  app: '文件管理',
  welcome: '欢迎使用文件管理',
  consent: '使用文件管理需要您同意用户协议和隐私政策。',
  experience: '加入用户体验改进计划',
  agree: '同意并继续',
  permission: '是否允许“文件管理”访问您设备上的照片、媒体内容和文件？',
  tabs: { Recent: '最近', Storage: '手机' },
  categories: { Images: '图片', Videos: '视频', Music: '音乐', Documents: '文档', APKs: '安装包', Downloads: '下载' },
  volume: '内部存储设备',
  empty: '没有文件',
  createFolder: '新建文件夹',
  newFolder: '新建文件夹',
  refresh: '刷新',
  showHidden: '显示隐藏文件',
  help: '帮助',
  sort: '排序',
  sorts: { name: '名称', size: '大小', time: '时间', type: '类型' },
  settings: '设置',
  about: '关于',
  recommendations: '接收推荐',
  rename: '重命名',
  delete: '删除',
  deleteQuestion: '确定删除“${model.selectedName}”吗？',
  copy: '复制',
  move: '移动',
  paste: '粘贴',
  cancel: '取消',
  more: '更多',
  share: '分享',
  details: '详情',
  selectAll: '全选',
  search: '搜索文件',
  ok: '确定',
  items: '项',
  installQuestion: '您要安装此应用吗？',
  install: '安装',
  installed: '应用已安装',
  notInstalled: '应用未安装',
  cannotOpen: '无法打开此类文件',
  failed: '操作失败',
};
