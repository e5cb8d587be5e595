import type { Words } from '../parts/translate.ts';

/**
 * The words of the Chinese browser. 设置, 书签/历史, 历史记录, 清除历史, 设置地址栏搜索引擎 and 确定要关闭所有窗口吗? are recorded
 * (jiahuixing/MIUIFrameTest, MIUI 6/7); the others are invented.
 */
export const CHINA_WORDS: Words = {
  // Bars.
  'Search or enter web address': '搜索或输入网址', Incognito: '无痕模式', Go: '前往', Refresh: '刷新', Back: '后退', Forward: '前进', Menu: '菜单', Profile: '我的',
  // Page.
  'Find in page': '页内查找', Close: '关闭', "You're in incognito mode": '您已进入无痕模式', 'Enhanced incognito mode': '增强无痕模式', Add: '添加', '+ Add': '+ 添加',
  // Tabs.
  'Close tab': '关闭窗口', 'Close all tabs': '关闭所有窗口', 'New tab': '新建窗口', 'New incognito tab': '新建无痕窗口', 'Close all tabs?': '确定要关闭所有窗口吗?',
  // Menu.
  'Add bookmark': '添加书签', Bookmarks: '书签', History: '历史记录', Downloads: '下载管理', Share: '分享', 'Reader mode': '阅读模式', 'Desktop site': '电脑版网页', Settings: '设置',
  'Added to bookmarks': '已添加书签', 'User agreement': '用户协议',
  // Lists.
  'Navigate up': '返回', Delete: '删除', 'Clear history': '清除历史', 'Clear history?': '清除历史?',
  // Questions.
  OK: '确定', Cancel: '取消', 'Open in new tab': '在新窗口打开', 'Open in incognito tab': '在无痕窗口打开', 'Copy link address': '复制链接地址', 'Copied to clipboard': '已复制',
  'Copy link': '复制链接', 'Share with': '分享到', Messages: '短信', Bluetooth: '蓝牙', Notes: '便签', ShareMe: '小米快传',
  Edit: '编辑', Remove: '移除', 'Add to quick dial': '添加到快速拨号', Name: '名称', Address: '网址',
  'Download file': '下载文件', Download: '下载', 'Downloading…': '正在下载…',
  'Choose a search engine': '设置地址栏搜索引擎', 'Clear data': '清除数据', 'Clear history, cookies and cache?': '清除历史、Cookie 和缓存?',
  'Do you like 浏览器?': '喜欢浏览器吗?', 'Like it': '喜欢', 'No, thanks': '不,谢谢', 'Welcome to 浏览器': '欢迎使用浏览器', Agree: '同意', Exit: '退出',
  // Settings.
  'Search engine': '搜索引擎', Security: '安全', 'Additional settings': '其他设置', Version: '版本', 'Show ads': '显示广告', 'Search suggestions': '搜索建议',
  'Ask the search engine while you type': '输入时向搜索引擎查询', 'Personalized services': '个性化服务',
};
