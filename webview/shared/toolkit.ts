/**
 * The only file that touches the webview toolkit, which is archived. Only what is used is registered; badge, tag
 * and the determinate progress ring must never be: they write style attributes, which a strict Content-Security-Policy refuses.
 */
import {
  provideVSCodeDesignSystem,
  TextField,
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
  keepNames();
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

/** Once it is on a page the toolkit calls every field "Text field", whatever name it was given. */
function keepNames(): void {
  const { prototype } = TextField;
  const connected = Reflect.get(prototype, 'connectedCallback');
  prototype.connectedCallback = function (this: TextField): void {
    const name = this.getAttribute('aria-label');
    connected.call(this);
    if (name !== null) this.setAttribute('aria-label', name);
  };
}
