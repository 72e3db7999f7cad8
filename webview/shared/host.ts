import type { Port } from '../../src/protocol/rpc.ts';

/** What VS Code gives a webview; may be asked for once. */
interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

export interface HostPage {
  readonly port: Port;
  keptState(): unknown;
  keepState(state: unknown): void;
}

/** The page's line to its host, and the state that outlives it. */
export function openHostPage(): HostPage {
  const api = acquireVsCodeApi();
  return {
    port: {
      post: (message) => api.postMessage(message),
      listen: (listener) => window.addEventListener('message', (event) => listener(event.data)),
    },
    keptState: () => api.getState(),
    keepState: (state) => api.setState(state),
  };
}
