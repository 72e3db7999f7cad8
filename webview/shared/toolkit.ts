/**
 * The only file that touches the webview toolkit, which is archived. Only what is used is registered; badge, tag
 * and the determinate progress ring must never be: they write style attributes, which a strict Content-Security-Policy refuses.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/** Defines the elements that the pages use. Their styles carry the nonce of `<meta property="csp-nonce">`. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeTextField(),
  );
}
