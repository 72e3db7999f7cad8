/** The panel's and the command line's views of cost and outcome, each a pure builder over the kept history. */
import type { Engine } from './types.ts';

type ViewMethods = Pick<
  Engine,
  'overview' | 'commits' | 'sessionList' | 'sessionPage' | 'titles' | 'explain' | 'receipt' | 'today' | 'holdings' | 'exportTable'
>;

function notBuilt(): never {
  throw new Error('This view is not built yet.');
}

export class Views implements ViewMethods {
  overview(): never {
    return notBuilt();
  }
  commits(): never {
    return notBuilt();
  }
  sessionList(): never {
    return notBuilt();
  }
  sessionPage(): never {
    return notBuilt();
  }
  titles(): never {
    return notBuilt();
  }
  explain(): never {
    return notBuilt();
  }
  receipt(): never {
    return notBuilt();
  }
  today(): never {
    return notBuilt();
  }
  holdings(): never {
    return notBuilt();
  }
  exportTable(): never {
    return notBuilt();
  }
}
