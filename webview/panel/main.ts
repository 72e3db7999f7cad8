import { openHostPage } from '../shared/host.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import { App } from './app.ts';

registerToolkit();
void new App(openHostPage()).start();
