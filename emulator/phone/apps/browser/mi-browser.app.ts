export { BROWSER as APP } from './browser.ts';
