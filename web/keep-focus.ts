/**
 * Gives the focus to the page's heading whenever what had it is removed: a button that has done its work, a note that is settled.
 * Without this the focus falls to the document, and a keyboard or a screen reader starts at the top. Places that are better than the
 * heading take the focus themselves, before this looks.
 * @returns stops it
 */
export function keepFocusInside(container: HTMLElement): () => void {
  let last: Element | null = null;
  const note = ({ target }: FocusEvent): void => {
    last = target instanceof Element ? target : null;
  };
  const observer = new MutationObserver(() => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    container.querySelector('h1')?.focus();
  });
  container.addEventListener('focusin', note);
  observer.observe(container, { childList: true, subtree: true });
  return () => {
    container.removeEventListener('focusin', note);
    observer.disconnect();
  };
}
