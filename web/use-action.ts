import { useRef, useState } from 'preact/hooks';
import { mapApiError, type ErrorContext, type Trouble } from './errors.ts';

export interface PageAction {
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  /** Does it, unless it is being done already: a second click changes nothing. */
  readonly run: (act: () => Promise<void>) => Promise<void>;
}

/** Something that a button does. */
export function useAction(context: ErrorContext): PageAction {
  const running = useRef(false);
  const [state, setState] = useState<{ readonly busy: boolean; readonly trouble: Trouble | null }>({ busy: false, trouble: null });
  const run = async (act: () => Promise<void>): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setState({ busy: true, trouble: null });
    try {
      await act();
      setState({ busy: false, trouble: null });
    } catch (error) {
      setState({ busy: false, trouble: mapApiError(error, context) });
    } finally {
      running.current = false;
    }
  };
  return { ...state, run };
}
