import type { Words } from '../parts/translate.ts';

/** The words of Music on a Chinese phone. 音乐, 播放 and 暂停 are recorded (jiahuixing/MIUIFrameTest, MIUI 6/7); the others are invented. */
export const CHINESE_MUSIC: Words = {
  Music: '音乐', Songs: '歌曲', Favourites: '我喜欢', Playlists: '歌单', 'Show menu': '显示菜单', 'Play all': '播放全部', Search: '搜索',
  'Search songs': '搜索歌曲', 'No songs found': '没有找到歌曲', 'No songs on this phone': '本机没有歌曲', 'More menu': '更多菜单', '${item.count} songs': '${item.count} 首',
  // Player.
  Play: '播放', Pause: '暂停', Next: '下一首', Previous: '上一首', 'Album cover': '专辑封面', 'Add to favourites': '添加到我喜欢', 'Remove from favourites': '从我喜欢中移除',
  'Play in order': '顺序播放', Shuffle: '随机播放', 'Repeat one': '单曲循环',
  // Menus and questions.
  Settings: '设置', 'User agreement': '用户协议', 'Privacy policy': '隐私政策', 'Add to playlist': '添加到歌单', 'New playlist': '新建歌单', 'Remove from playlist': '从歌单中移除',
  'Delete playlist': '删除歌单', 'Delete ${model.playlist}? Its songs stay on the phone.': '删除 ${model.playlist}?歌曲会保留在手机上。', Favourite: '我喜欢', Delete: '删除',
  'Welcome to Music': '欢迎使用音乐', 'Please read and agree to the User agreement and the Privacy policy.': '请阅读并同意《用户协议》和《隐私政策》。', Agree: '同意', Exit: '退出', OK: '确定', Cancel: '取消',
  'Allow Music to access photos, media, and files on your device?': '允许“音乐”访问您设备上的照片、媒体内容和文件吗?', 'Navigate up': '返回',
  // Settings.
  'Show ads': '显示广告', 'Personal recommendations': '个性化推荐', 'Online content services': '在线内容服务',
};
