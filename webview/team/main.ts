import { followTheme } from '../shared/theme.ts';
import { followAppearance } from './appearance.ts';
import { TeamPage } from './teamPage.ts';

followAppearance();
followTheme();
const container = document.getElementById('page');
if (container !== null) void new TeamPage(container).start();
