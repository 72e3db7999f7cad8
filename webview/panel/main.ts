import { followDisplay } from '../shared/display.ts';
import { openHostPage } from '../shared/host.ts';
import { followTheme } from '../shared/theme.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import { App } from './app.ts';

followDisplay();
followTheme();
registerToolkit();
void new App(openHostPage()).start();
