import type { Words } from '../parts/translate.ts';

/**
 * The words of Settings on a Chinese phone; WLAN stays what it is. 设置, 关于手机 and 其他高级设置 are recorded (jiahuixing/MIUIFrameTest,
 * MIUI 6/7), the others are invented.
 */
export const CHINESE_SETTINGS: Words = {
  Settings: '设置', Search: '搜索', 'Search settings': '搜索设置项', 'Navigate up': '返回', OK: '确定', Cancel: '取消',
  // Pages.
  'SIM cards & mobile networks': '双卡和移动网络', Bluetooth: '蓝牙', 'About phone': '关于手机', Notifications: '通知', Display: '显示', 'Sound & vibration': '声音和振动',
  'Battery & performance': '电量和性能', Apps: '应用管理', 'Passwords & security': '密码和安全', Location: '位置信息', Wallpaper: '壁纸', Storage: '存储空间', 'Accounts & sync': '帐号和同步',
  'Additional settings': '其他高级设置', Privacy: '隐私', 'Authorization & revocation': '授权和撤销', 'User Experience Program': '用户体验计划', 'Ad services': '广告服务', Status: '状态信息',
  'Legal information': '法律信息', 'Language & input': '语言与输入法', 'Developer options': '开发者选项', 'Date & time': '日期和时间',
  // Rows.
  'Mobile data': '移动数据', 'Aeroplane mode': '飞行模式', 'Dark mode': '深色模式', 'Automatic brightness': '自动亮度', 'Auto-rotate': '自动旋转', 'Touch sounds': '触摸提示音',
  'Vibrate on tap': '触摸时振动', 'App icon badges': '桌面图标角标', 'Battery saver': '省电模式', 'Location access': '位置服务', 'Personalized ad recommendations': '个性化广告推荐',
  'Device name': '设备名称', Model: '型号', 'MIUI version': 'MIUI 版本', 'Android version': 'Android 版本', 'Android security update': 'Android 安全更新', 'Serial number': '序列号',
  'WLAN MAC address': 'WLAN MAC 地址', 'Build number': '版本号', 'User agreement': '用户协议', 'Privacy policy': '隐私政策', 'USB debugging': 'USB 调试', 'Stay awake': '不锁定屏幕',
  'Show taps': '显示点按操作反馈', 'Turn on MIUI optimization': '启用 MIUI 优化', 'Set time automatically': '自动确定日期和时间', 'Set time zone automatically': '自动确定时区',
  'Use 24-hour format': '使用 24 小时制', Date: '日期', Time: '时间', Connected: '已连接', Saved: '已保存', Secured: '加密',
  // One app.
  'App info': '应用信息', 'Version ${model.appVersion}': '版本 ${model.appVersion}', Package: '包名', 'App permissions': '应用权限', Running: '正在运行', 'Force stop': '强行停止',
  Uninstall: '卸载', 'Clear data': '清除数据', 'Force stop?': '要强行停止吗?', 'If you force stop an app, it may misbehave.': '强行停止某个应用可能会导致其出现异常。', 'Uninstall ${model.appTitle}?': '要卸载 ${model.appTitle} 吗?',
  "All this app's data will be deleted permanently.": '此应用的所有数据都将永久删除。', 'Revoke authorization': '撤销授权', 'Some features of ${model.revoking} will not work any more.': '${model.revoking} 的部分功能将无法使用。',
};
