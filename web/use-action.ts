import { useRef, useState } from 'preact/hooks';
import { mapApiError, type ErrorContext, type Trouble } from './errors.ts';

export interface PageAction {
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  /** Does it, unless it is being done already: a second click changes nothing. */
  readonly run: (act: Act) => Promise<void>;
}

/** `allowOverlap`: whether the person has said that they want it although they have another session then. */
type Act = (allowOverlap: boolean) => Promise<void>;

/** Something that a button does. */
export function useAction(context: ErrorContext): PageAction {
  const running = useRef(false);
  const [state, setState] = useState<{ readonly busy: boolean; readonly trouble: Trouble | null }>({ busy: false, trouble: null });
  const run = async (act: Act, allowOverlap = false): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setState({ busy: true, trouble: null });
    try {
      await act(allowOverlap);
      setState({ busy: false, trouble: null });
    } catch (error) {
      const trouble = mapApiError(error, context);
      const anyway = { anyway: () => void run(act, true) };
      setState({ busy: false, trouble: trouble.overlaps.length > 0 ? { ...trouble, ...anyway } : trouble });
    } finally {
      running.current = false;
    }
  };
  return { ...state, run: (act) => run(act) };
}
