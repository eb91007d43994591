import type { ComponentChildren } from 'preact';

export interface ActionButtonProps {
  readonly busy?: boolean;
  readonly look?: 'quiet' | 'danger' | 'link' | undefined;
  readonly label?: string | undefined;
  readonly onClick?: () => void;
  readonly type?: 'button' | 'submit';
  readonly children: ComponentChildren;
}

/** A button that stays focusable while it works. `label`: its whole name where its text alone is one of many alike. */
export const ActionButton = ({ busy = false, look, label, onClick, type = 'button', children }: ActionButtonProps) => (
  <button type={type} class={look} aria-disabled={busy} aria-label={label} onClick={onClick}>
    {children}
  </button>
);
