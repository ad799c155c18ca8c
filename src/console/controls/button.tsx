import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './button.module.css';

interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  readonly kind?: 'usual' | 'main' | 'quiet';
  readonly isDisabled?: boolean;
  readonly title?: string;
  /** Of a button that is on or off. */
  readonly isPressed?: boolean;
}

export function Button({ children, onClick, kind = 'usual', isDisabled = false, title, isPressed }: ButtonProps) {
  return (
    <button
      type="button"
      data-screen-only
      className={styles[kind]}
      onClick={onClick}
      disabled={isDisabled}
      title={title}
      aria-pressed={isPressed}
    >
      {children}
    </button>
  );
}

/** Sends its form. */
export function SubmitButton({ children, isDisabled = false }: Pick<ButtonProps, 'children' | 'isDisabled'>) {
  return (
    <button type="submit" className={styles.main} disabled={isDisabled}>
      {children}
    </button>
  );
}

/** A link that looks like a button: it leads to another page. */
export function LinkButton({
  href,
  children,
  kind = 'usual',
}: {
  readonly href: string;
  readonly children: ReactNode;
  readonly kind?: 'usual' | 'main' | 'quiet';
}) {
  return (
    <Link href={href} data-screen-only className={styles[kind]}>
      {children}
    </Link>
  );
}
