export { SYSTEM_UI_APP as APP } from './system-ui.ts';
