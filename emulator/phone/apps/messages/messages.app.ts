import type { AppDefinition, Effects, ScreenSpec, ViewSpec } from '../app-definition.ts';
import { dialog } from '../parts/dialogs.ts';
import { legalScreens, titleBar } from '../parts/pages.ts';
import { createMessagesModel } from './messages-model.ts';

const GREY = '#808080';
const POLICY_URL = 'https://privacy.mi.com/messaging/en_US';

const CONVERSATION: ViewSpec = {
  type: 'row', id: 'conversation_item', desc: '${item.address}', height: 68, padding: 8,
  onTap: [{ do: 'go', screen: 'thread', args: { address: '${item.address}' } }],
  onLongTap: [{ do: 'call', operation: 'choose', with: { address: '${item.address}' } }, { do: 'go', screen: 'delete' }],
  children: [
    { type: 'image', look: { icon: 'person', color: '#3482FF' } },
    {
      type: 'column', padding: 4, children: [
        { type: 'text', id: 'from', text: '${item.address}', width: 'fill', look: { bold: true } },
        { type: 'text', id: 'subject', text: '${item.subject}', width: 'fill', look: { textSizeSp: 12, color: GREY } },
      ],
    },
    { type: 'text', id: 'unread', when: 'item.unread', text: '${item.unread}', width: 28, look: { align: 'center', color: '#FFFFFF', background: '#E53935', textSizeSp: 12 } },
    { type: 'text', id: 'date', text: '${item.date}', width: 84, look: { textSizeSp: 11, color: GREY } },
  ],
};

const conversations = (id: string): ViewSpec => ({ type: 'list', id, rows: { from: 'conversations', view: CONVERSATION } });

const main: ScreenSpec = {
  activity: 'com.android.mms.ui.MmsTabActivity',
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'row', height: 56, padding: 4, children: [
          { type: 'text', text: 'Messages', width: 'fill', padding: 8, look: { textSizeSp: 20, bold: true } },
          { type: 'image', id: 'search', desc: 'Search', look: { icon: 'search' }, onTap: [{ do: 'go', screen: 'search' }] },
          { type: 'image', id: 'new_message', desc: 'New message', look: { icon: 'add' }, onTap: [{ do: 'go', screen: 'compose' }] },
          { type: 'image', id: 'settings', desc: 'Settings', look: { icon: 'settings' }, onTap: [{ do: 'go', screen: 'settings' }] },
        ],
      },
      { type: 'text', id: 'empty', when: 'model.empty', text: 'No messages', width: 'fill', padding: 24, look: { align: 'center' } },
      conversations('conversation_list'),
    ],
  },
};

const search: ScreenSpec = {
  activity: 'com.android.mms.ui.SearchActivity',
  focus: 'local.term',
  local: { term: '' },
  onBack: [{ do: 'call', operation: 'clearSearch' }, { do: 'back' }],
  view: {
    type: 'column', height: 'fill', children: [
      {
        type: 'field', id: 'android:id/input', bind: 'local.term', hint: 'Search messages', padding: 8, imeAction: 'search',
        onEnter: [{ do: 'call', operation: 'search', with: { term: '${local.term}' } }, { do: 'hideKeyboard' }],
      },
      conversations('conversation_list'),
    ],
  },
};

const BUBBLES: ViewSpec = {
  type: 'list', id: 'history', rows: {
    from: 'messages',
    view: {
      type: 'column', padding: 6, children: [
        { type: 'text', id: 'text_view', when: '!item.sent', text: '${item.body}', width: 'fill', padding: 10, look: { background: '#F0F0F0' } },
        { type: 'text', id: 'text_view', when: 'item.sent', text: '${item.body}', width: 'fill', padding: 10, look: { background: '#CFE3FF' } },
        { type: 'text', id: 'date_view', text: '${item.time}', width: 'fill', look: { textSizeSp: 11, color: GREY } },
      ],
    },
  },
};

const SEND: Effects = [{ do: 'call', operation: 'send', with: { to: '${local.to}', text: '${local.text}' } }, { do: 'set', name: 'local.text', to: '' }];

const EDITOR: ViewSpec = {
  type: 'row', height: 60, padding: 6, look: { background: '#FAFAFA' }, children: [
    { type: 'field', id: 'embedded_text_editor', bind: 'local.text', hint: 'Text message', padding: 8, imeAction: 'send', onEnter: SEND },
    { type: 'imageButton', id: 'send_button_sms', desc: 'Send', look: { icon: 'forward', color: '#3482FF' }, onTap: SEND },
  ],
};

const thread: ScreenSpec = {
  activity: 'com.android.mms.ui.ComposeMessageActivity',
  local: { to: '', text: '' },
  onShow: [{ do: 'call', operation: 'open', with: { address: '${args.address}' } }],
  view: { type: 'column', height: 'fill', children: [titleBar('${model.address}'), BUBBLES, EDITOR] },
};

const compose: ScreenSpec = {
  activity: 'com.android.mms.ui.NewMessageActivity',
  local: { to: '', text: '' },
  focus: 'local.to',
  onShow: [{ do: 'call', operation: 'new' }],
  view: {
    type: 'column', height: 'fill', children: [
      titleBar('New message'),
      { type: 'field', id: 'recipients_editor', bind: 'local.to', hint: 'To', padding: 8, imeAction: 'next', onEnter: [{ do: 'focus', bind: 'local.text' }] },
      BUBBLES,
      EDITOR,
    ],
  },
};

/** MIUI's Messages. */
export const APP: AppDefinition = {
  packageName: 'com.android.mms',
  title: 'Messages',
  icon: 'message',
  first: 'main',
  state: {},
  screens: {
    main,
    search,
    thread,
    compose,
    ...legalScreens({ settings: 'com.android.mms.ui.MessagingPreferenceActivity', web: 'com.android.mms.ui.WebViewActivity' }, POLICY_URL),
    delete: dialog({ title: 'Delete', message: 'Delete the conversation with ${model.address}?', positive: { text: 'Delete', effects: [{ do: 'call', operation: 'delete' }] } }),
  },
  model: createMessagesModel,
};
