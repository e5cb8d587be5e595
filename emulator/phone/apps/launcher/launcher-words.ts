import type { Words } from '../parts/translate.ts';

/**
 * The words of the launcher on a Chinese phone, titles of icons and folders among them. 设置, 音乐, 短信, 相机, 计算器, 便签 and 实用工具 are
 * recorded (jiahuixing/MIUIFrameTest, MIUI 6/7); the others are invented.
 */
export const CHINESE_LAUNCHER: Words = {
  'System launcher': '系统桌面', Search: '搜索', 'Search apps': '搜索应用', 'Promoted apps': '推荐应用', Wallpaper: '壁纸', Done: '完成', Uninstall: '卸载', 'Take out of the folder': '移出文件夹',
  'Uninstall ${model.chosenTitle}?': '要卸载 ${model.chosenTitle} 吗?', Cancel: '取消', Folder: '文件夹',
  // Icons.
  Settings: '设置', Music: '音乐', Gallery: '相册', Security: '手机管家', Calculator: '计算器', Notes: '便签', Clock: '时钟', Downloads: '下载管理', Weather: '天气', 'Mi Video': '小米视频',
  ShareMe: '小米快传', Themes: '主题壁纸', Recorder: '录音机', Calendar: '日历', Feedback: '用户反馈', Phone: '电话', Messages: '短信', Camera: '相机',
  // Folders.
  Tools: '实用工具', 'More apps': '更多应用',
};
